using Srum.Files;

namespace Srum.Models.Bagel;

/// <summary>
/// Sizes of the autoencoder (<c>ae_config.json</c>, our addition; absent = the constants of the published one).
/// </summary>
public sealed record AutoencoderConfig(
    int Channels, IReadOnlyList<int> Multipliers, int ResidualBlocks, int LatentChannels, int Downsample, double Scale,
    double Shift)
{
    /// <summary>The file of a model folder that holds them.</summary>
    internal const string FileName = "ae_config.json";

    /// <summary>The published autoencoder's constants.</summary>
    public static AutoencoderConfig Published { get; } = new(128, [1, 2, 4, 4], 2, 16, 8, 0.3611, 0.1159);

    /// <summary>Reads <c>ae_config.json</c>, or gives the published constants.</summary>
    /// <exception cref="SrumException">A field is missing, of the wrong type, or does not fit the others.</exception>
    public static AutoencoderConfig Read(string folder)
    {
        if (!OptionalFile.IsThere(Path.Combine(folder, FileName)))
        {
            return Published;
        }

        var file = ConfigFile.Open(folder, FileName);
        file.Allow("in_channels", 3);
        file.Allow("out_ch", 3);
        var (channels, multipliers) = (file.Int("ch"), file.Ints("ch_mult"));
        if (!Convolutions.Fit(channels, multipliers))
        {
            throw new SrumException(
                $"{file.Path}: \"ch\" times each of \"ch_mult\" must be a multiple of {Convolutions.NormGroups}, the "
                + $"groups of every norm, up to {Convolutions.MostChannels}, and of \"ch_mult\" there are at most "
                + $"{Convolutions.MostLevels}.");
        }

        var downsample = 1 << (multipliers.Count - 1);
        if (file.Int("downsample", downsample) != downsample)
        {
            throw new SrumException($"{file.Path}: \"downsample\" is not {downsample}, what the {multipliers.Count} "
                + "levels of \"ch_mult\" make.");
        }

        return new AutoencoderConfig(
            channels,
            multipliers,
            file.Int("num_res_blocks"),
            file.Int("z_channels"),
            downsample,
            file.Double("scale_factor"),
            file.Double("shift_factor", isPositive: false));
    }
}
