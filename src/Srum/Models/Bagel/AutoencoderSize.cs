namespace Srum.Models.Bagel;

/// <summary>The layers of <see cref="Autoencoder"/> by its sizes alone.</summary>
internal static class AutoencoderSize
{
    private const int Kernel = 9;

    public static IReadOnlyList<AutoencoderLayer> Layers(AutoencoderConfig sizes)
    {
        var last = sizes.Multipliers.Count - 1;
        int Width(int level) => sizes.Channels * sizes.Multipliers[level];
        var layers = new List<AutoencoderLayer> { Conv(false, 0, 3, sizes.Channels) };
        var width = sizes.Channels;
        for (var level = 0; level <= last; level++)
        {
            for (var block = 0; block < sizes.ResidualBlocks; block++)
            {
                layers.Add(Residual(false, level, width, width = Width(level)));
            }

            if (level < last)
            {
                layers.Add(Conv(false, level + 1, width, width));
            }
        }

        layers.AddRange(Middle(false, last, width));
        layers.Add(Conv(false, last, width, 2 * sizes.LatentChannels, norm: true));
        layers.Add(Conv(true, last, sizes.LatentChannels, width));
        layers.AddRange(Middle(true, last, width));
        for (var level = last; level >= 0; level--)
        {
            for (var block = 0; block <= sizes.ResidualBlocks; block++)
            {
                layers.Add(Residual(true, level, width, width = Width(level)));
            }

            if (level > 0)
            {
                layers.Add(Conv(true, level - 1, width, width));
            }
        }

        layers.Add(Conv(true, 0, width, 3, norm: true));
        return layers;
    }

    private static AutoencoderLayer Conv(bool decoder, int level, long from, int to, bool norm = false) =>
        new(decoder, level, Kernel * from * to, to + (norm ? 2 * from : 0), to, (2 * from) + to);

    // Two norms, two convolutions, and a projection where the width changes.
    private static AutoencoderLayer Residual(bool decoder, int level, long from, int to) => new(
        decoder,
        level,
        (Kernel * from * to) + (Kernel * (long)to * to) + (from == to ? 0 : from * to),
        (2 * from) + to + (2 * to) + to + (from == to ? 0 : to),
        to,
        // Normed, activated and convolved twice, beside what came in or its projection, and their sum.
        (3 * from) + (5 * to) + (from == to ? 0 : to));

    // Two residual blocks around an attention of one head: a norm and four projections.
    private static IEnumerable<AutoencoderLayer> Middle(bool decoder, int level, int width) =>
    [
        Residual(decoder, level, width, width),
        new(decoder, level, 4L * width * width, 6L * width, width, 8L * width),
        Residual(decoder, level, width, width),
    ];
}
