using Srum.Files;

namespace Srum.Models;

/// <summary>
/// Sizes of the decoder (<c>llm_config.json</c>). The published loader sets qk-norm, untied embeddings and two experts.
/// </summary>
public sealed record LanguageConfig(
    int VocabularySize, int HiddenSize, int MlpSize, int Layers, int Heads, int KeyValueHeads, double NormEpsilon,
    double RopeTheta)
{
    private const string Name = "llm_config.json";

    // Where exporters put the whole of it, in this file or in the joint one.
    private static readonly string[] Nested = ["text_config", "llm_config"];

    /// <summary>Width of a head.</summary>
    public int HeadWidth => HiddenSize / Heads;

    /// <summary>Numbers of a layer's matrices: q and o, k and v, gate, up and down.</summary>
    internal long LayerNumbers
    {
        get
        {
            long hidden = HiddenSize, keys = (long)KeyValueHeads * HeadWidth;
            return (2 * hidden * hidden) + (2 * hidden * keys) + (3 * hidden * MlpSize);
        }
    }

    /// <summary>Operations of a pass: the matrices, and attention's two products over what a row sees.</summary>
    internal double PassOperations(long rows, double seen) =>
        Layers * ((2.0 * LayerNumbers * rows) + (4.0 * rows * seen * HiddenSize));

    /// <summary>Reads <c>llm_config.json</c>; where there is none, the same object inside <c>config.json</c>.</summary>
    /// <exception cref="SrumException">
    /// A field is missing that the published file has, or says what is not implemented; the message names file and
    /// field.
    /// </exception>
    public static LanguageConfig Read(string folder)
    {
        var file = Open(folder).Within(Nested);
        var (hidden, heads) = (file.Int("hidden_size"), file.Int("num_attention_heads"));
        // Rope pairs the halves of a head; the position table has four parts.
        if (hidden % heads != 0 || hidden / heads % 2 != 0 || hidden % 4 != 0)
        {
            throw new SrumException(
                $"{file.Path}: hidden_size {hidden} and num_attention_heads {heads} do not fit together: heads must "
                + "divide the size into even widths, and the size is a multiple of 4.");
        }

        Refuse(file);
        file.Allow("head_dim", hidden / heads);
        var keyValueHeads = file.Int("num_key_value_heads");
        return heads % keyValueHeads == 0
            ? new LanguageConfig(
                file.Int("vocab_size"),
                hidden,
                file.Int("intermediate_size"),
                file.Int("num_hidden_layers"),
                heads,
                keyValueHeads,
                file.Double("rms_norm_eps"),
                RopeFields.Theta(file))
            : throw new SrumException(
                $"{file.Path}: num_key_value_heads {keyValueHeads} does not divide num_attention_heads {heads}.");
    }

    private static ConfigFile Open(string folder)
    {
        if (!OptionalFile.IsThere(Path.Combine(folder, Name))
            && OptionalFile.IsThere(Path.Combine(folder, "config.json")))
        {
            var nested = ConfigFile.Open(folder, "config.json").Inside(Nested);
            if (nested.Has("hidden_size"))
            {
                return nested;
            }
        }

        return ConfigFile.Open(folder, Name);
    }

    // What would change every word, and is not implemented. The published loader itself sets the first three.
    private static void Refuse(ConfigFile file)
    {
        file.Allow("qk_norm", true);
        file.Allow("tie_word_embeddings", false);
        file.Allow("layer_module", "Qwen2MoTDecoderLayer");
        file.Allow("model_type", "qwen2");
        file.Require("hidden_act", "silu");
        file.Allow("use_sliding_window", false);
        file.AllowAll("layer_types", "full_attention");
    }
}
