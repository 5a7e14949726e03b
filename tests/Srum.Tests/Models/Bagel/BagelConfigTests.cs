using System.Text.Json.Nodes;
using Srum.Models.Bagel;

namespace Srum.Tests.Models.Bagel;

public sealed class BagelConfigTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-config-").FullName;

    public BagelConfigTests()
    {
        Write("llm_config.json", """
            {"vocab_size": 64, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2,
             "num_attention_heads": 4, "num_key_value_heads": 2, "hidden_act": "silu", "rms_norm_eps": 1e-5,
             "rope_theta": 5e5}
            """);
        Write(
            "vit_config.json",
            """{"hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 3, "num_attention_heads": 2, "patch_size": 4, "image_size": 32}""");
        Write("config.json", "{}");
    }

    [Fact]
    public void What_the_published_files_leave_out_has_the_published_values()
    {
        var config = BagelConfig.Read(folder);
        Assert.Equal(
            (2, 64, 70, false),
            (config.LatentPatch, config.MaxLatentSide, config.MaxVisionSide, config.InterpolatePositions));
        Assert.Equal((1e-5, 5e5), (config.Language.NormEpsilon, config.Language.RopeTheta));
        Assert.Equal((3, 1e-6, 8), (config.Vision.Channels, config.Vision.NormEpsilon, config.Vision.TableSide));
        Assert.Equal((128, 2, 16, 8), (config.Autoencoder.Channels, config.Autoencoder.ResidualBlocks,
            config.Autoencoder.LatentChannels, config.Autoencoder.Downsample));
        Assert.Equal((0.3611, 0.1159), (config.Autoencoder.Scale, config.Autoencoder.Shift));
        Assert.Equal([1, 2, 4, 4], config.Autoencoder.Multipliers);
        Assert.Equal((64, 16), (config.LatentWidth, config.TokenSide));
    }

    [Fact]
    public void The_last_vision_layer_is_not_built() => Assert.Equal(2, BagelConfig.Read(folder).Vision.Layers);

    [Theory]
    [InlineData("llm_config.json", "vocab_size")]
    [InlineData("llm_config.json", "num_hidden_layers")]
    [InlineData("llm_config.json", "num_key_value_heads")]
    [InlineData("llm_config.json", "hidden_act")]
    [InlineData("llm_config.json", "rms_norm_eps")]
    [InlineData("llm_config.json", "rope_theta")]
    [InlineData("vit_config.json", "patch_size")]
    [InlineData("vit_config.json", "image_size")]
    public void A_missing_field_is_named_with_its_file(string file, string field)
    {
        Change(file, json => json.Remove(field));
        var failure = Assert.Throws<SrumException>(() => BagelConfig.Read(folder));
        Assert.Contains(file, failure.Message);
        Assert.Contains(field, failure.Message);
    }

    [Theory]
    [InlineData("llm_config.json")]
    [InlineData("vit_config.json")]
    [InlineData("config.json")]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(Path.Combine(folder, file));
        Assert.Contains(file, Assert.Throws<SrumException>(() => BagelConfig.Read(folder)).Message);
    }

    [Theory]
    [InlineData("config.json", """{"latent_patch_size": "two"}""", "latent_patch_size")]
    [InlineData("config.json", """{"max_latent_size": 0}""", "max_latent_size")]
    [InlineData("config.json", """{"max_latent_size": 4097}""", "max_latent_size")]
    [InlineData("config.json", """{"vit_max_num_patch_per_side": 4097}""", "vit_max_num_patch_per_side")]
    [InlineData(
        "vit_config.json",
        """{"hidden_size": 24, "num_attention_heads": 2, "patch_size": 1, "image_size": 4097}""",
        "image_size")]
    [InlineData("config.json", """{"interpolate_pos": 1}""", "interpolate_pos")]
    [InlineData("config.json", "[]", "object")]
    [InlineData("config.json", "{", "JSON")]
    [InlineData("ae_config.json", """{"ch": 32, "ch_mult": [], "num_res_blocks": 1, "z_channels": 4}""", "ch_mult")]
    [InlineData("ae_config.json", """{"ch": 48, "ch_mult": [1, 2], "num_res_blocks": 1, "z_channels": 4}""", "32")]
    [InlineData(
        "ae_config.json",
        """{"ch": 32, "ch_mult": [1, 2], "num_res_blocks": 1, "z_channels": 4, "downsample": 4}""",
        "downsample")]
    [InlineData(
        "llm_config.json",
        """{"vocab_size": 64, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 5}""",
        "num_attention_heads")]
    public void A_wrong_value_is_named_with_its_file(string file, string json, string word)
    {
        Write(file, json);
        var failure = Assert.Throws<SrumException>(() => BagelConfig.Read(folder));
        Assert.Contains(file, failure.Message);
        Assert.Contains(word, failure.Message);
    }

    /// <summary>Where newer exporters put what the published file has at its top.</summary>
    public static TheoryData<string> Moves =>
    [
        """{"rope_parameters": {"rope_type": "default", "rope_theta": 7e5}}""",
        """{"rope_scaling": {"type": "default", "rope_theta": 7e5}}""",
        """{"rope_parameters": {"full_attention": {"rope_type": "default", "rope_theta": 7e5}}}""",
        """{"rope_scaling": null, "rope_parameters": {"rope_theta": 700000}}""",
    ];

    [Theory]
    [MemberData(nameof(Moves))]
    public void A_moved_field_is_read_where_it_is(string moved)
    {
        Change("llm_config.json", json =>
        {
            json.Remove("rope_theta");
            Add(json, moved);
        });
        Assert.Equal(7e5, BagelConfig.Read(folder).Language.RopeTheta);
    }

    [Theory]
    [InlineData("text_config")]
    [InlineData("llm_config")]
    public void Nested_settings_are_read_where_they_are(string place)
    {
        var expected = BagelConfig.Read(folder).Language;
        Change("llm_config.json", json =>
        {
            var inner = json.DeepClone();
            json.Clear();
            json[place] = inner;
        });
        Assert.Equal(expected, BagelConfig.Read(folder).Language);
        // As whoever saves the whole model as one does.
        File.Move(Path.Combine(folder, "llm_config.json"), Path.Combine(folder, "config.json"), overwrite: true);
        Assert.Equal(expected, BagelConfig.Read(folder).Language);
    }

    [Fact]
    public void Vision_settings_in_the_joint_file_are_refused_since_nothing_says_how_they_count_layers()
    {
        File.Delete(Path.Combine(folder, "vit_config.json"));
        Write("config.json", """{"vision_config": {"hidden_size": 24, "num_hidden_layers": 3}}""");
        var message = Assert.Throws<SrumException>(() => BagelConfig.Read(folder)).Message;
        Assert.Contains("vision_config", message);
        Assert.Contains("vit_config.json", message);
    }

    [Theory]
    [InlineData("llm_config.json", """{"hidden_act": "gelu"}""", "hidden_act")]
    [InlineData("llm_config.json", """{"rope_scaling": {"rope_type": "yarn", "factor": 4.0}}""", "rope_type")]
    [InlineData("llm_config.json", """{"rope_scaling": {"type": "linear", "factor": 2.0}}""", "type")]
    [InlineData(
        "llm_config.json",
        """{"rope_parameters": {"rope_theta": 7e5, "rope_type": "default"}}""",
        "rope_theta")]
    [InlineData("llm_config.json", """{"rope_parameters": {"mrope_section": [16, 24, 24]}}""", "mrope_section")]
    [InlineData("llm_config.json", """{"partial_rotary_factor": 0.5}""", "partial_rotary_factor")]
    [InlineData("llm_config.json", """{"tie_word_embeddings": true}""", "tie_word_embeddings")]
    [InlineData("llm_config.json", """{"qk_norm": false}""", "qk_norm")]
    [InlineData("llm_config.json", """{"layer_module": "Qwen2DecoderLayer"}""", "layer_module")]
    [InlineData("llm_config.json", """{"model_type": "llama"}""", "model_type")]
    [InlineData("llm_config.json", """{"use_sliding_window": true}""", "use_sliding_window")]
    [InlineData("llm_config.json", """{"layer_types": ["full_attention", "sliding_attention"]}""", "layer_types")]
    [InlineData("llm_config.json", """{"head_dim": 16}""", "head_dim")]
    [InlineData("llm_config.json", """{"quantization_config": {"bits": 4}}""", "quantization_config")]
    [InlineData("llm_config.json", """{"text_config": {"quantization_config": {"bits": 4}}}""", "quantization_config")]
    [InlineData("llm_config.json", """{"text_config": {"hidden_size": 64}}""", "hidden_size")]
    [InlineData("vit_config.json", """{"hidden_act": "quick_gelu"}""", "hidden_act")]
    [InlineData("vit_config.json", """{"model_type": "clip_vision_model"}""", "model_type")]
    [InlineData("vit_config.json", """{"num_channels": 1}""", "num_channels")]
    [InlineData("vit_config.json", """{"image_size": [32, 32]}""", "image_size")]
    [InlineData("config.json", """{"model_type": "bert"}""", "model_type")]
    [InlineData("config.json", """{"connector_act": "relu"}""", "connector_act")]
    [InlineData("config.json", """{"vae_config": {"z_channels": 4}}""", "z_channels")]
    [InlineData("config.json", """{"quantization_config": {"bits": 4}}""", "quantization_config")]
    public void What_is_not_implemented_or_contradicts_itself_is_refused_by_name(
        string file, string added, string field)
    {
        Change(file, json => Add(json, added));
        var failure = Assert.Throws<SrumException>(() => BagelConfig.Read(folder));
        Assert.Contains(file, failure.Message);
        Assert.Contains($"\"{field}\"", failure.Message);
    }

    [Theory]
    [InlineData(
        "llm_config.json",
        """{"dtype": "bfloat16", "head_dim": 8, "rope_scaling": null, "layer_types": ["full_attention"]}""")]
    [InlineData(
        "llm_config.json",
        """{"torch_dtype": "bfloat16", "rope_parameters": {"rope_theta": 500000.0, "rope_type": "default"}}""")]
    [InlineData(
        "vit_config.json",
        """{"hidden_act": "gelu_pytorch_tanh", "num_channels": 3, "layer_norm_eps": 1e-6, "dtype": "bfloat16"}""")]
    [InlineData(
        "config.json",
        """{"connector_act": "gelu_pytorch_tanh", "vae_config": {"z_channels": 16, "downsample": 8}}""")]
    public void What_newer_exporters_state_besides_changes_nothing(string file, string added)
    {
        var expected = BagelConfig.Read(folder);
        Change(file, json => Add(json, added));
        Assert.Equal(expected, BagelConfig.Read(folder));
    }

    [Theory]
    [InlineData("scale_factor")]
    [InlineData("shift_factor")]
    [InlineData("z_channels")]
    public void An_autoencoder_that_is_described_is_described_whole(string field)
    {
        Write("ae_config.json", """
            {"ch": 32, "ch_mult": [1, 2], "num_res_blocks": 1, "z_channels": 4, "scale_factor": 0.5,
             "shift_factor": -0.1}
            """);
        Assert.Equal((0.5, -0.1),
            (BagelConfig.Read(folder).Autoencoder.Scale, BagelConfig.Read(folder).Autoencoder.Shift));
        Change("ae_config.json", json => json.Remove(field));
        Assert.Contains(field, Assert.Throws<SrumException>(() => BagelConfig.Read(folder)).Message);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_no_absent_file()
    {
        Links.Make(Path.Combine(folder, "ae_config.json"), Path.Combine(folder, "gone.json"));
        var message = Assert.Throws<SrumException>(() => BagelConfig.Read(folder)).Message;
        Assert.Contains("ae_config.json", message);
        Assert.Contains("gone.json", message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Add(JsonObject json, string added)
    {
        foreach (var (field, value) in JsonNode.Parse(added)!.AsObject())
        {
            json[field] = value?.DeepClone();
        }
    }

    private void Change(string file, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject();
        change(json);
        Write(file, json.ToJsonString());
    }

    private void Write(string file, string json) => File.WriteAllText(Path.Combine(folder, file), json);
}
