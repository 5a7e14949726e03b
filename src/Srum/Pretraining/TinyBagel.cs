using System.Text.Json.Nodes;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>
/// The sizes of the tiny BAGEL and everything of its folder but the weights: the published config files, a tokenizer
/// learnt from the lessons' own texts, and <c>srum_config.json</c> with its templates. Same design as BAGEL-7B-MoT,
/// smaller numbers: pictures of 32 × 32 pixels, 4 × 4 latent tokens of 2 × 2 × 8 numbers, 64 vision patches.
/// </summary>
internal sealed class TinyBagel : TinyDesign
{
    // The words of its lessons (Lessons.cs), as templates.
    private static readonly Dictionary<string, string> Templates = new()
    {
        ["think"] = Lessons.Think,
        ["judge-local"] = Lessons.LocalTemplate,
        ["judge-global"] = Lessons.LayoutTemplate,
        ["judge-sample"] = Lessons.SampleTemplate,
    };

    public override string Described => AutoencoderConfig.FileName;

    /// <summary>The autoencoder's scale and shift are set once it is trained.</summary>
    /// <inheritdoc/>
    public override void Write(string folder, World world, LearntWords words)
    {
        var rows = Rows(words.WriteQwen(folder));
        var language = new JsonObject
        {
            ["architectures"] = new JsonArray("Qwen2ForCausalLM"),
            ["model_type"] = "qwen2",
            ["hidden_act"] = "silu",
            ["attention_dropout"] = 0.0,
            ["initializer_range"] = 0.02,
            ["tie_word_embeddings"] = false,
            ["use_cache"] = true,
            ["use_sliding_window"] = false,
            ["vocab_size"] = rows,
            ["hidden_size"] = 256,
            ["intermediate_size"] = 768,
            ["num_hidden_layers"] = 6,
            ["num_attention_heads"] = 8,
            ["num_key_value_heads"] = 2,
            ["rms_norm_eps"] = 1e-6,
            ["rope_theta"] = 10000.0,
            ["max_position_embeddings"] = 1024,
        };
        // As published, one layer more than the loader builds.
        var vision = new JsonObject
        {
            ["model_type"] = "siglip_vision_model",
            ["hidden_size"] = 160,
            ["intermediate_size"] = 448,
            ["num_hidden_layers"] = 5,
            ["num_attention_heads"] = 5,
            ["patch_size"] = 4,
            ["image_size"] = Side,
        };
        var joint = new JsonObject
        {
            ["architectures"] = new JsonArray("BagelForConditionalGeneration"),
            ["model_type"] = "bagel",
            ["visual_gen"] = true,
            ["visual_und"] = true,
            ["latent_patch_size"] = 2,
            ["max_latent_size"] = 4,
            ["vit_max_num_patch_per_side"] = 8,
            ["connector_act"] = "gelu_pytorch_tanh",
            ["interpolate_pos"] = false,
            ["timestep_shift"] = 1.0,
        };
        Save(folder, ModelFiles.RepliesFile, new JsonArray(
            [.. Lessons.UsualReplies(world).Select(reply => JsonValue.Create(reply))]));
        Save(folder, "llm_config.json", language);
        Save(folder, "vit_config.json", vision);
        Save(folder, "config.json", joint);
        // 16 to 20 Euler steps and little guidance drew best in the trials (LOG.md).
        Save(folder, ModelSettingsFile.Name, new JsonObject
        {
            ["draw"] = new JsonObject
            {
                ["width"] = Side,
                ["height"] = Side,
                ["steps"] = 20,
                ["textGuidance"] = 1.5,
                ["thoughtTokens"] = 96,
                ["batchSize"] = 64,
                ["guidanceStart"] = 0.0,
            },
            ["answerBatchSize"] = 128,
            ["world"] = world.Name,
            ["vaeResize"] = new JsonObject { ["maxSide"] = Side, ["minSide"] = Side, ["stride"] = 8 },
            ["vitResize"] = new JsonObject { ["maxSide"] = Side, ["minSide"] = Side, ["stride"] = 4 },
            ["templates"] = SaveTemplates(folder, Templates),
        });
        WriteAutoencoderConfig(folder, scale: 1, shift: 0);
    }

    public override PicturePretrainer Codec(string folder, World world, PretrainSettings settings) =>
        new AutoencoderPretrainer(AutoencoderConfig.Read(folder), world, settings.Seed);

    public override TaughtModel Untrained(string folder, long seed) =>
        new TaughtBagel(ModelFolder.OpenUntrained(folder, seed), folder);

    public override TaughtModel Trained(string folder) => new TaughtBagel(ModelFolder.OpenParts(folder), folder);

    /// <summary>Writes <c>ae_config.json</c>: scaled latents are scale · (z − shift).</summary>
    public static void WriteAutoencoderConfig(string folder, double scale, double shift) =>
        Save(folder, AutoencoderConfig.FileName, new JsonObject
        {
            ["resolution"] = Side,
            ["in_channels"] = 3,
            ["downsample"] = 4,
            ["ch"] = 32,
            ["out_ch"] = 3,
            ["ch_mult"] = new JsonArray(1, 1, 2),
            ["num_res_blocks"] = 1,
            ["z_channels"] = 8,
            ["scale_factor"] = scale,
            ["shift_factor"] = shift,
        });
}
