namespace Srum.Models.Janus;

/// <summary>
/// Sizes of the picture codec. The published ones are constants in the authors' code: <c>gen_vision_config</c> sizes
/// the embedding of codes alone.
/// </summary>
/// <param name="Channels">Channels of a level of factor 1.</param>
/// <param name="ResidualBlocks">Residual blocks a level of the encoder; the decoder has one more.</param>
/// <param name="EncoderFactors">Channel factors of the encoder's levels, the finest first.</param>
/// <param name="DecoderFactors">Channel factors of the decoder's levels, the finest first.</param>
/// <param name="LatentChannels">Channels between the networks and the code book.</param>
/// <param name="Size">How many codes there are.</param>
/// <param name="Width">Numbers of a code.</param>
internal sealed record CodeBookConfig(
    int Channels,
    int ResidualBlocks,
    IReadOnlyList<int> EncoderFactors,
    IReadOnlyList<int> DecoderFactors,
    int LatentChannels,
    int Size,
    int Width)
{
    /// <summary>The published codec: 16,384 codes of 8 numbers, each for 16 × 16 pixels.</summary>
    public static CodeBookConfig Published { get; } = new(128, 2, [1, 1, 2, 2, 4], [1, 1, 2, 2, 4], 256, 16384, 8);

    /// <summary>Pixels that a code covers along each side.</summary>
    public int Downsample => 1 << (EncoderFactors.Count - 1);

    /// <summary>Reads <c>sizes.json</c>, or gives the published sizes.</summary>
    public static CodeBookConfig Read(ConfigFile? sizes)
    {
        if (sizes?.Has("vq") != true)
        {
            return Published;
        }

        var file = sizes.Part("vq");
        var config = new CodeBookConfig(
            file.Int("ch"),
            file.Int("num_res_blocks"),
            file.Ints("encoder_ch_mult"),
            file.Ints("decoder_ch_mult"),
            file.Int("z_channels"),
            file.Int("codebook_size"),
            file.Int("codebook_embed_dim"));
        if (config.EncoderFactors.Count != config.DecoderFactors.Count)
        {
            throw new SrumException(
                $"{file.Path}: \"encoder_ch_mult\" and \"decoder_ch_mult\" have {config.EncoderFactors.Count} and "
                + $"{config.DecoderFactors.Count} levels; a picture must come out as large as it went in.");
        }

        return Convolutions.Fit(config.Channels, config.EncoderFactors)
            && Convolutions.Fit(config.Channels, config.DecoderFactors)
            ? config
            : throw new SrumException(
                $"{file.Path}: \"ch\" times each channel factor must be a multiple of {Convolutions.NormGroups}, the "
                + $"groups of every norm, up to {Convolutions.MostChannels}, and there are at most "
                + $"{Convolutions.MostLevels} levels.");
    }
}
