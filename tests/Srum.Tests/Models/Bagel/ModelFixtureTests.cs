using System.Text.Json;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using Srum.Text;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>
/// The model folder of the reference values: every file is known, every setting is read or left out for a reason, and
/// the modules take exactly the tensors that the authors' modules took.
/// </summary>
public sealed class ModelFixtureTests
{
    // Settings that do not change what is computed here.
    private static readonly Dictionary<string, string> Remarks = new()
    {
        ["architectures"] = "names a class of the authors",
        ["model_type"] = "names a design",
        ["attention_dropout"] = "training only; 0 in every published file",
        ["initializer_range"] = "weights come from the file",
        ["torch_dtype"] = "weights state their own",
        ["use_cache"] = "caching changes no result",
        ["use_sliding_window"] = "off in every published file",
        ["max_position_embeddings"] = "rope has no end",
        ["visual_gen"] = "both halves are always built",
        ["visual_und"] = "both halves are always built",
        ["timestep_shift"] = "given with each training or sampling",
        ["resolution"] = "the autoencoder takes any size",
        ["in_channels"] = "always 3",
        ["out_ch"] = "always 3",
    };

    public static IEnumerable<TheoryDataRow<string>> Files => FixtureRoot.Has("model")
        ? Directory.EnumerateFiles(FixtureRoot.Area("model"))
            .Select(path => new TheoryDataRow<string>(Path.GetFileName(path)))
        : [];

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Files)), Trait("Category", "Fixtures")]
    public void Is_understood(string file)
    {
        Action check = file switch
        {
            "ema.safetensors" or "ae.safetensors" => () => HasTheNamesThatModulesTake(file),
            "names.json" => ListsEveryWeightFile,
            "llm_config.json" or "vit_config.json" or "config.json" or "ae_config.json" =>
                () => StatesTheSizesThatAreBuilt(file),
            "vocab.json" or "merges.txt" or "tokenizer_config.json" => () => Tokenizer.Open(FixtureModel.Folder),
            _ => throw new NotSupportedException($"model/{file} is of no known kind."),
        };
        check();
    }

    [Fact, Trait("Category", "Fixtures")]
    public void Position_tables_may_be_absent_and_are_rebuilt()
    {
        string[] tables = ["latent_pos_embed.pos_embed", "vit_pos_embed.pos_embed"];
        using var whole = FixtureModel.Weights("ema.safetensors");
        using var without = FixtureModel.Weights("ema.safetensors", except: tables);
        using var main = Take(whole);
        using var rebuilt = Take(without);
        without.ThrowIfIncomplete("the folder without its tables");
        Assert.All(tables, name => Assert.True(allclose(whole[name], without[name], 1e-5, 1e-5), name));
    }

    private static void HasTheNamesThatModulesTake(string file)
    {
        using var main = FixtureModel.Weights("ema.safetensors");
        using var parts = Take(main);
        var store = file == "ae.safetensors" ? parts.AutoencoderStore : main;
        store.ThrowIfIncomplete(file);
        var taken = store.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        var wanted = Json("names.json").GetProperty(file).EnumerateObject().ToDictionary(
            entry => entry.Name, entry => entry.Value);
        Assert.Equal(wanted.Keys.Order(), taken.Keys.Order());
        using var source = SafetensorsFile.Open(Path.Combine(FixtureModel.Folder, file));
        Assert.All(wanted, entry =>
        {
            Assert.Equal(
                entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()),
                taken[entry.Key].shape);
            Assert.Equal(entry.Value.GetProperty("dtype").GetString(), source.Entry(entry.Key).Dtype);
        });
    }

    private static void ListsEveryWeightFile() => Assert.Equal(
        Directory.EnumerateFiles(FixtureModel.Folder, "*.safetensors").Select(Path.GetFileName).Order(),
        Json("names.json").EnumerateObject().Select(entry => entry.Name).Order());

    private static void StatesTheSizesThatAreBuilt(string file)
    {
        var config = FixtureModel.Config;
        var (language, vision, autoencoder) = (config.Language, config.Vision, config.Autoencoder);
        foreach (var field in Json(file).EnumerateObject().Where(field => !Remarks.ContainsKey(field.Name)))
        {
            object built = (file, field.Name) switch
            {
                (_, "tie_word_embeddings") => false,
                ("llm_config.json", "hidden_act") => "silu",
                ("llm_config.json", "vocab_size") => language.VocabularySize,
                ("llm_config.json", "hidden_size") => language.HiddenSize,
                ("llm_config.json", "intermediate_size") => language.MlpSize,
                ("llm_config.json", "num_hidden_layers") => language.Layers,
                ("llm_config.json", "num_attention_heads") => language.Heads,
                ("llm_config.json", "num_key_value_heads") => language.KeyValueHeads,
                ("llm_config.json", "rms_norm_eps") => language.NormEpsilon,
                ("llm_config.json", "rope_theta") => language.RopeTheta,
                ("vit_config.json", "hidden_size") => vision.HiddenSize,
                ("vit_config.json", "intermediate_size") => vision.MlpSize,
                ("vit_config.json", "num_hidden_layers") => vision.Layers + 1,
                ("vit_config.json", "num_attention_heads") => vision.Heads,
                ("vit_config.json", "patch_size") => vision.PatchSize,
                ("vit_config.json", "image_size") => vision.TableSide * vision.PatchSize,
                ("vit_config.json", "num_channels") => vision.Channels,
                ("vit_config.json", "hidden_act") => "gelu_pytorch_tanh",
                ("vit_config.json", "layer_norm_eps") => vision.NormEpsilon,
                ("config.json", "latent_patch_size") => config.LatentPatch,
                ("config.json", "max_latent_size") => config.MaxLatentSide,
                ("config.json", "vit_max_num_patch_per_side") => config.MaxVisionSide,
                ("config.json", "connector_act") => "gelu_pytorch_tanh",
                ("config.json", "interpolate_pos") => config.InterpolatePositions,
                ("config.json", "llm_config") =>
                    new { qk_norm = true, layer_module = "Qwen2MoTDecoderLayer", tie_word_embeddings = false },
                ("config.json", "vit_config") => new { rope = false, num_hidden_layers = vision.Layers },
                ("config.json", "vae_config") =>
                    new { downsample = autoencoder.Downsample, z_channels = autoencoder.LatentChannels },
                ("ae_config.json", "ch") => autoencoder.Channels,
                ("ae_config.json", "ch_mult") => autoencoder.Multipliers,
                ("ae_config.json", "num_res_blocks") => autoencoder.ResidualBlocks,
                ("ae_config.json", "z_channels") => autoencoder.LatentChannels,
                ("ae_config.json", "downsample") => autoencoder.Downsample,
                ("ae_config.json", "scale_factor") => autoencoder.Scale,
                ("ae_config.json", "shift_factor") => autoencoder.Shift,
                _ => throw new NotSupportedException($"model/{file} has a setting that no test knows: {field.Name}."),
            };
            Assert.True(
                JsonElement.DeepEquals(JsonSerializer.SerializeToElement(built), field.Value),
                $"{file}: {field.Name} is {field.Value.GetRawText()}, built was {JsonSerializer.Serialize(built)}.");
        }
    }

    // The parts own both stores; disposing one twice is harmless.
    private static BagelParts Take(ParameterStore main) =>
        new(FixtureModel.Config, Tokenizer.Open(FixtureModel.Folder), main, FixtureModel.Weights("ae.safetensors"));

    private static JsonElement Json(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(FixtureModel.Folder, file))).RootElement;
}
