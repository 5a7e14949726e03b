using Srum.Files;

namespace Srum.Models.Janus;

/// <summary>
/// Sizes of a Janus, read from the published config files and, where those leave constants to code, <c>sizes.json</c>.
/// </summary>
/// <param name="Language">Sizes of the decoder: a Llama without biases.</param>
/// <param name="Tower">Sizes of the vision tower.</param>
/// <param name="CodeBook">Sizes of the picture codec.</param>
/// <param name="AlignerDepth">Linear layers between the tower and the decoder.</param>
/// <param name="CodeAlignerDepth">Linear layers between code embeddings and the decoder.</param>
/// <param name="CodeEmbeddingWidth">Width of an embedded code before its aligner.</param>
/// <param name="HeadWidth">Inner width of the head that predicts codes.</param>
/// <param name="Input">What is made of a picture before the tower sees it.</param>
/// <param name="PictureTokens">Tokens of a picture, both of one that is looked at and of one that is drawn.</param>
/// <param name="ConversationFormat">The name of the conversation template.</param>
internal sealed record JanusConfig(
    LanguageConfig Language,
    VisionTowerConfig Tower,
    CodeBookConfig CodeBook,
    int AlignerDepth,
    int CodeAlignerDepth,
    int CodeEmbeddingWidth,
    int HeadWidth,
    SquareInput Input,
    int PictureTokens,
    string ConversationFormat)
{
    /// <summary>The file that tells the design, with most sizes.</summary>
    public const string File = "config.json";

    /// <summary>
    /// Our addition: the sizes that upstream has as constants in code. Absent = those of the published models.
    /// </summary>
    public const string SizesFile = "sizes.json";

    /// <summary>The token grid of a drawn picture: a square.</summary>
    public TokenGrid Grid => new((int)Math.Sqrt(PictureTokens), (int)Math.Sqrt(PictureTokens));

    /// <summary>Side of a drawn picture in pixels.</summary>
    public int PictureSide => Grid.Columns * CodeBook.Downsample;

    /// <summary>Reads a model folder's config files.</summary>
    /// <exception cref="SrumException">A file or field is missing or not to be used; the message names it.</exception>
    public static JanusConfig Read(string folder)
    {
        var root = ConfigFile.Open(folder, File);
        var sizes = OptionalFile.IsThere(Path.Combine(folder, SizesFile)) ? ConfigFile.Open(folder, SizesFile) : null;
        var processor = ConfigFile.Open(folder, "processor_config.json");
        var language = ReadLanguage(root.Part("language_config"));
        var codes = CodeBookConfig.Read(sizes);
        var (aligner, codeAligner) = (Projector(root, "aligner_config"), Projector(root, "gen_aligner_config"));
        var embedding = root.Part("gen_vision_config").Part("params");
        var head = root.Part("gen_head_config").Part("params");
        var config = new JanusConfig(
            language,
            VisionTowerConfig.Read(root.Part("vision_config").Part("params"), sizes),
            codes,
            aligner.Int("depth"),
            codeAligner.Int("depth"),
            embedding.Int("n_embed"),
            head.Int("image_token_embed"),
            SquareInput.Read(folder),
            processor.Int("num_image_tokens"),
            processor.Text("sft_format", "deepseek"));
        Same("vision tower's width", aligner, "input_dim", config.Tower.Width);
        Same("decoder's width", aligner, "n_embed", language.HiddenSize);
        Same("width of an embedded code", codeAligner, "input_dim", config.CodeEmbeddingWidth);
        Same("decoder's width", codeAligner, "n_embed", language.HiddenSize);
        Same("decoder's width", head, "n_embed", language.HiddenSize);
        Same("number of codes", head, "image_token_size", codes.Size);
        Same("number of codes", embedding, "image_token_size", codes.Size);
        Same("number of the vision tower's patches", processor, "num_image_tokens", config.Tower.Patches);
        Same(
            "side that the vision tower sees", ConfigFile.Open(folder, SquareInput.File), "image_size",
            config.Tower.Side);
        processor.Allow("add_special_token", false);
        return config;
    }

    private static LanguageConfig ReadLanguage(ConfigFile file)
    {
        // What is left out has LlamaConfig's defaults; the published 7B leaves out even its width.
        var heads = file.Int("num_attention_heads", 32);
        var config = new LanguageConfig(
            file.Int("vocab_size", 32000),
            file.Int("hidden_size", 4096),
            file.Int("intermediate_size", 11008),
            file.Int("num_hidden_layers", 32),
            heads,
            file.Int("num_key_value_heads", heads),
            file.Double("rms_norm_eps", 1e-6),
            RopeFields.Theta(file, 10000.0));
        file.Allow("head_dim", config.HeadWidth);
        file.Allow("mlp_bias", false);
        file.Allow("model_type", "llama");
        file.Allow("attention_bias", false);
        file.Allow("tie_word_embeddings", false);
        file.Allow("hidden_act", "silu");
        return config.HiddenSize % heads == 0 && heads % config.KeyValueHeads == 0 && config.HeadWidth % 2 == 0
            ? config
            : throw new SrumException(
                $"{file.Path}: hidden_size {config.HiddenSize}, num_attention_heads {heads} and num_key_value_heads "
                + $"{config.KeyValueHeads} do not fit together: heads must divide the size into even widths, "
                + "and key/value heads must divide heads.");
    }

    private static ConfigFile Projector(ConfigFile root, string name)
    {
        var file = root.Part(name).Part("params");
        file.Allow("projector_type", "mlp_gelu");
        return file;
    }

    private static void Same(string what, ConfigFile file, string field, int other)
    {
        if (file.Int(field, other) is var own && own != other)
        {
            throw new SrumException(
                $"{file.Path}: \"{field}\" is {own}, and the {what} is {other}. Fetch the config files again.");
        }
    }
}
