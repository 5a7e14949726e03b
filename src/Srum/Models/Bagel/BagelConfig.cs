namespace Srum.Models.Bagel;

/// <summary>Sizes of a BAGEL, read from the published config files with the published loader's overrides.</summary>
/// <param name="Language">Sizes of the mixture-of-transformers decoder.</param>
/// <param name="Vision">Sizes of the vision encoder.</param>
/// <param name="Autoencoder">Sizes of the autoencoder.</param>
/// <param name="LatentPatch">Side of a latent token in latent cells.</param>
/// <param name="MaxLatentSide">Side of the latent position table in tokens.</param>
/// <param name="MaxVisionSide">Side of the vision position table in patches.</param>
/// <param name="InterpolatePositions">Whether positions of small pictures are spread over the whole table; false in the published model.</param>
public sealed record BagelConfig(
    LanguageConfig Language,
    VisionConfig Vision,
    AutoencoderConfig Autoencoder,
    int LatentPatch,
    int MaxLatentSide,
    int MaxVisionSide,
    bool InterpolatePositions)
{
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
    /// <exception cref="SrumException">A file or field is missing or has the wrong type; the message names both.</exception>
    public static BagelConfig Read(string folder)
    {
        var joint = ConfigFile.Open(folder, "config.json");
        return new BagelConfig(
            LanguageConfig.Read(folder),
            VisionConfig.Read(folder),
            AutoencoderConfig.Read(folder),
            joint.Int("latent_patch_size", 2),
            joint.Int("max_latent_size", 64),
            joint.Int("vit_max_num_patch_per_side", 70),
            joint.Bool("interpolate_pos", false));
    }
}

/// <summary>Sizes of the decoder (<c>llm_config.json</c>). The published loader sets qk-norm, untied embeddings and two experts.</summary>
public sealed record LanguageConfig(
    int VocabularySize, int HiddenSize, int MlpSize, int Layers, int Heads, int KeyValueHeads, double NormEpsilon, double RopeTheta)
{
    /// <summary>Width of a head.</summary>
    public int HeadWidth => HiddenSize / Heads;

    /// <summary>Reads <c>llm_config.json</c>.</summary>
    public static LanguageConfig Read(string folder)
    {
        var file = ConfigFile.Open(folder, "llm_config.json");
        var heads = file.Int("num_attention_heads");
        var config = new LanguageConfig(
            file.Int("vocab_size"),
            file.Int("hidden_size"),
            file.Int("intermediate_size"),
            file.Int("num_hidden_layers"),
            heads,
            file.Int("num_key_value_heads", heads),
            file.Double("rms_norm_eps", 1e-6),
            file.Double("rope_theta", 1000000.0));
        // Rope pairs the halves of a head; the position table has four parts.
        return config.HiddenSize % heads == 0 && heads % config.KeyValueHeads == 0 && config.HeadWidth % 2 == 0 && config.HiddenSize % 4 == 0
            ? config
            : throw new SrumException($"{file.Path}: hidden_size {config.HiddenSize}, num_attention_heads {heads} and num_key_value_heads {config.KeyValueHeads} do not fit together: heads must divide the size into even widths, key/value heads must divide heads, and the size is a multiple of 4.");
    }
}

/// <summary>Sizes of the vision encoder (<c>vit_config.json</c>).</summary>
public sealed record VisionConfig(int HiddenSize, int MlpSize, int Layers, int Heads, int PatchSize, int TableSide, int Channels, double NormEpsilon)
{
    /// <summary>Reads <c>vit_config.json</c>; as in the published loader one layer fewer is built than the file says.</summary>
    public static VisionConfig Read(string folder)
    {
        var file = ConfigFile.Open(folder, "vit_config.json");
        var patch = file.Int("patch_size");
        var config = new VisionConfig(
            file.Int("hidden_size"),
            file.Int("intermediate_size"),
            file.Int("num_hidden_layers") - 1,
            file.Int("num_attention_heads"),
            patch,
            file.Int("image_size") / patch,
            file.Int("num_channels", 3),
            file.Double("layer_norm_eps", 1e-6));
        return config.HiddenSize % config.Heads == 0
            ? config
            : throw new SrumException($"{file.Path}: num_attention_heads {config.Heads} does not divide hidden_size {config.HiddenSize}.");
    }
}

/// <summary>Sizes of the autoencoder (<c>ae_config.json</c>, our addition; absent = the constants of the published one).</summary>
public sealed record AutoencoderConfig(
    int Channels, IReadOnlyList<int> Multipliers, int ResidualBlocks, int LatentChannels, int Downsample, double Scale, double Shift)
{
    /// <summary>The published autoencoder's constants.</summary>
    public static AutoencoderConfig Published { get; } = new(128, [1, 2, 4, 4], 2, 16, 8, 0.3611, 0.1159);

    /// <summary>Groups of every group norm.</summary>
    internal const int NormGroups = 32;

    /// <summary>Reads <c>ae_config.json</c>, or gives the published constants.</summary>
    /// <exception cref="SrumException">A field is missing, of the wrong type, or does not fit the others.</exception>
    public static AutoencoderConfig Read(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "ae_config.json")))
        {
            return Published;
        }

        var file = ConfigFile.Open(folder, "ae_config.json");
        var multipliers = file.Ints("ch_mult");
        var config = new AutoencoderConfig(
            file.Int("ch"),
            multipliers,
            file.Int("num_res_blocks"),
            file.Int("z_channels"),
            1 << (multipliers.Count - 1),
            file.Double("scale_factor", 0.3611),
            file.Double("shift_factor", 0.1159));
        if (file.Int("downsample", config.Downsample) != config.Downsample)
        {
            throw new SrumException($"{file.Path}: \"downsample\" is not {config.Downsample}, what the {multipliers.Count} levels of \"ch_mult\" make.");
        }

        return multipliers.All(multiplier => config.Channels * multiplier % NormGroups == 0)
            ? config
            : throw new SrumException($"{file.Path}: \"ch\" times each of \"ch_mult\" must be a multiple of {NormGroups}, the groups of every norm.");
    }
}
