using System.Text.Json.Nodes;
using Srum.Models;
using Srum.Models.Janus;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>
/// The sizes of the tiny Janus and everything of its folder but the weights. Same design as Janus-Pro, smaller numbers:
/// pictures of 32 × 32 pixels, 8 × 8 codes out of 512, 64 vision patches.
/// </summary>
internal sealed class TinyJanus : TinyDesign
{
    private const int Width = 192;
    private const int VisionWidth = 128;
    private const int CodeWidth = 8;
    private const int Codes = 512;

    // The words of its lessons. The published format's system text would be half of what it reads, so there is none.
    private static readonly Dictionary<string, string> Templates = new()
    {
        ["ask"] = "system = \"\"\n---\n{question}",
        ["judge-local"] = "system = \"\"\n" + Lessons.LocalTemplate,
        ["judge-global"] = "system = \"\"\n---\n" + Lessons.LayoutTemplate,
        ["judge-sample"] = "system = \"\"\n---\n" + Lessons.SampleTemplate,
    };

    public override string Described => ModelSettingsFile.Name;

    public override void Check(PretrainSettings settings)
    {
        if (settings.IndependenceShare > 0)
        {
            throw new SrumException(
                "--independence belongs to a flow, whose velocities add up; a Janus draws codes. Leave it out.");
        }
    }

    public override void Write(string folder, World world, LearntWords words)
    {
        Save(folder, "config.json", new JsonObject
        {
            ["architectures"] = new JsonArray("MultiModalityCausalLM"),
            ["model_type"] = "multi_modality",
            ["aligner_config"] = Part("MlpProjector", "aligner", Projector(VisionWidth)),
            ["gen_aligner_config"] = Part("MlpProjector", "gen_aligner", Projector(CodeWidth)),
            ["gen_head_config"] = Part("vision_head", "gen_head", new JsonObject
            {
                ["image_token_embed"] = Width,
                ["image_token_size"] = Codes,
                ["n_embed"] = Width,
            }),
            ["gen_vision_config"] = Part("VQ-16", "gen_vision", new JsonObject
            {
                ["image_token_size"] = Codes,
                ["n_embed"] = CodeWidth,
            }),
            ["language_config"] = new JsonObject
            {
                ["model_type"] = "llama",
                ["vocab_size"] = Rows(words.WriteJanus(folder)),
                ["hidden_size"] = Width,
                ["intermediate_size"] = 512,
                ["num_hidden_layers"] = 6,
                ["num_attention_heads"] = 6,
                ["num_key_value_heads"] = 2,
                ["rms_norm_eps"] = 1e-6,
                ["max_position_embeddings"] = 1024,
            },
            ["vision_config"] = Part("CLIPVisionTower", "vision", new JsonObject
            {
                ["image_size"] = Side,
                ["model_name"] = "siglip_tiny_patch4_32",
                ["select_feature"] = "same",
                ["select_layer"] = -1,
            }),
        });
        Save(folder, JanusConfig.SizesFile, new JsonObject
        {
            ["vision_tower"] = new JsonObject
            {
                ["image_size"] = Side,
                ["patch_size"] = 4,
                ["width"] = VisionWidth,
                ["layers"] = 4,
                ["heads"] = 4,
                ["mlp_ratio"] = 3.0,
            },
            ["vq"] = new JsonObject
            {
                ["ch"] = 32,
                ["num_res_blocks"] = 1,
                ["encoder_ch_mult"] = new JsonArray(1, 1, 2),
                ["decoder_ch_mult"] = new JsonArray(1, 1, 2),
                ["z_channels"] = 32,
                ["codebook_size"] = Codes,
                ["codebook_embed_dim"] = CodeWidth,
            },
        });
        Save(folder, "processor_config.json", new JsonObject
        {
            ["add_special_token"] = false,
            ["image_tag"] = PromptTokens.Placeholder,
            ["num_image_tokens"] = 64,
            ["sft_format"] = "deepseek",
        });
        Save(folder, SquareInput.File, new JsonObject
        {
            ["image_size"] = Side,
            ["min_size"] = 1,
            ["image_mean"] = new JsonArray(0.5, 0.5, 0.5),
            ["image_std"] = new JsonArray(0.5, 0.5, 0.5),
        });
        Save(folder, ModelSettingsFile.Name, new JsonObject
        {
            ["draw"] = new JsonObject { ["textGuidance"] = 2.0, ["batchSize"] = 64 },
            ["answerBatchSize"] = 128,
            ["world"] = world.Name,
            ["templates"] = SaveTemplates(folder, Templates),
        });

        static JsonObject Part(string type, string name, JsonObject parameters) => new()
        {
            ["cls"] = type, ["model_type"] = name, ["params"] = parameters,
        };

        static JsonObject Projector(int from) => new()
        {
            ["depth"] = 2, ["input_dim"] = from, ["n_embed"] = Width, ["projector_type"] = "mlp_gelu",
        };
    }

    public override PicturePretrainer Codec(string folder, World world, PretrainSettings settings) =>
        new CodecPretrainer(JanusConfig.Read(folder).CodeBook, world, settings.Seed, settings.AutoencoderSteps);

    public override TaughtModel Untrained(string folder, long seed) => new TaughtJanus(
        JanusFolder.OpenUntrained(folder, Path.Combine(folder, TaughtModel.CodecFile), seed), folder);

    public override TaughtModel Trained(string folder) => new TaughtJanus(JanusFolder.OpenParts(folder), folder);
}
