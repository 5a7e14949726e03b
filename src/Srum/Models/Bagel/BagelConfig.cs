namespace Srum.Models.Bagel;

/// <summary>Sizes of a BAGEL, read from the published config files with the published loader's overrides.</summary>
/// <param name="Language">Sizes of the mixture-of-transformers decoder.</param>
/// <param name="Vision">Sizes of the vision encoder.</param>
/// <param name="Autoencoder">Sizes of the autoencoder.</param>
/// <param name="LatentPatch">Side of a latent token in latent cells.</param>
/// <param name="MaxLatentSide">Side of the latent position table in tokens.</param>
/// <param name="MaxVisionSide">Side of the vision position table in patches.</param>
/// <param name="InterpolatePositions">
/// Whether positions of small pictures are spread over the whole table; false in the published model.
/// </param>
public sealed record BagelConfig(
    LanguageConfig Language,
    VisionConfig Vision,
    AutoencoderConfig Autoencoder,
    int LatentPatch,
    int MaxLatentSide,
    int MaxVisionSide,
    bool InterpolatePositions)
{
    /// <summary>Most places along a side of a position table, which has a row for each of their square.</summary>
    internal const int MostPlaces = 4096;

    /// <summary>The sizes of BAGEL-7B-MoT, as its published files and loader have them.</summary>
    public static BagelConfig Published { get; } = new(
        new LanguageConfig(152064, 3584, 18944, 28, 28, 4, 1e-6, 1000000.0),
        new VisionConfig(1152, 4304, 26, 16, 14, 70, 3, 1e-6),
        AutoencoderConfig.Published,
        LatentPatch: 2,
        MaxLatentSide: 64,
        MaxVisionSide: 70,
        InterpolatePositions: false);

    /// <summary>Numbers in a latent token: channels · patch².</summary>
    public int LatentWidth => Autoencoder.LatentChannels * LatentPatch * LatentPatch;

    /// <summary>Pixels a latent token covers along each side.</summary>
    public int TokenSide => Autoencoder.Downsample * LatentPatch;

    /// <summary>Reads a model folder's config files.</summary>
    /// <exception cref="SrumException">
    /// A file or field is missing, has the wrong type, or says what is not implemented; the message names both.
    /// </exception>
    public static BagelConfig Read(string folder)
    {
        // What this file leaves out the published loader states itself.
        var joint = ConfigFile.Open(folder, "config.json");
        joint.Allow("model_type", "bagel");
        joint.Allow("connector_act", "gelu_pytorch_tanh");
        var autoencoder = AutoencoderConfig.Read(folder);
        var stated = joint.Within("vae_config");
        stated.Allow("downsample", autoencoder.Downsample);
        stated.Allow("z_channels", autoencoder.LatentChannels);
        return new BagelConfig(
            LanguageConfig.Read(folder),
            VisionConfig.Read(folder),
            autoencoder,
            joint.Int("latent_patch_size", 2),
            Places(joint, "max_latent_size", 64),
            Places(joint, "vit_max_num_patch_per_side", 70),
            joint.Bool("interpolate_pos", false));
    }

    private static int Places(ConfigFile file, string field, int otherwise)
    {
        var places = file.Int(field, otherwise);
        return places <= MostPlaces
            ? places
            : throw new SrumException(
                $"{file.Path}: \"{field}\" is {places}, and a position table has at most {MostPlaces} places a side. "
                + "Correct it.");
    }
}
