namespace Srum.Models.Bagel;

/// <summary>The layers of <see cref="Autoencoder"/> by its sizes alone.</summary>
internal static class AutoencoderSize
{
    public static IReadOnlyList<CodecLayer> Layers(AutoencoderConfig sizes)
    {
        var last = sizes.Multipliers.Count - 1;
        int Width(int level) => sizes.Channels * sizes.Multipliers[level];
        var layers = new List<CodecLayer> { CodecLayer.Conv(false, 0, 3, sizes.Channels) };
        var width = sizes.Channels;
        for (var level = 0; level <= last; level++)
        {
            for (var block = 0; block < sizes.ResidualBlocks; block++)
            {
                layers.Add(CodecLayer.Residual(false, level, width, width = Width(level)));
            }

            if (level < last)
            {
                layers.Add(CodecLayer.Conv(false, level + 1, width, width));
            }
        }

        layers.AddRange(CodecLayer.Middle(false, last, width));
        layers.Add(CodecLayer.Conv(false, last, width, 2 * sizes.LatentChannels, norm: true));
        layers.Add(CodecLayer.Conv(true, last, sizes.LatentChannels, width));
        layers.AddRange(CodecLayer.Middle(true, last, width));
        for (var level = last; level >= 0; level--)
        {
            for (var block = 0; block <= sizes.ResidualBlocks; block++)
            {
                layers.Add(CodecLayer.Residual(true, level, width, width = Width(level)));
            }

            if (level > 0)
            {
                layers.Add(CodecLayer.Conv(true, level - 1, width, width));
            }
        }

        layers.Add(CodecLayer.Conv(true, 0, width, 3, norm: true));
        return layers;
    }
}
