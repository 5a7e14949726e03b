using System.Text.Json.Nodes;
using Srum.Models.Bagel;

namespace Srum.Tests.Models.Bagel;

public sealed class BagelConfigTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-config-").FullName;

    public BagelConfigTests()
    {
        Write("llm_config.json", """{"vocab_size": 64, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2}""");
        Write("vit_config.json", """{"hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 3, "num_attention_heads": 2, "patch_size": 4, "image_size": 32}""");
        Write("config.json", "{}");
    }

    [Fact]
    public void Absent_settings_have_the_published_values()
    {
        var config = BagelConfig.Read(folder);
        Assert.Equal((2, 64, 70, false), (config.LatentPatch, config.MaxLatentSide, config.MaxVisionSide, config.InterpolatePositions));
        Assert.Equal((1e-6, 1e6), (config.Language.NormEpsilon, config.Language.RopeTheta));
        Assert.Equal((3, 1e-6, 8), (config.Vision.Channels, config.Vision.NormEpsilon, config.Vision.TableSide));
        Assert.Equal((128, 2, 16, 8), (config.Autoencoder.Channels, config.Autoencoder.ResidualBlocks, config.Autoencoder.LatentChannels, config.Autoencoder.Downsample));
        Assert.Equal((0.3611, 0.1159), (config.Autoencoder.Scale, config.Autoencoder.Shift));
        Assert.Equal([1, 2, 4, 4], config.Autoencoder.Multipliers);
        Assert.Equal((64, 16), (config.LatentWidth, config.TokenSide));
    }

    [Fact]
    public void The_last_vision_layer_is_not_built() => Assert.Equal(2, BagelConfig.Read(folder).Vision.Layers);

    [Theory]
    [InlineData("llm_config.json", "vocab_size")]
    [InlineData("llm_config.json", "num_hidden_layers")]
    [InlineData("vit_config.json", "patch_size")]
    [InlineData("vit_config.json", "image_size")]
    public void A_missing_field_is_named_with_its_file(string file, string field)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject();
        json.Remove(field);
        Write(file, json.ToJsonString());
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
    [InlineData("config.json", """{"interpolate_pos": 1}""", "interpolate_pos")]
    [InlineData("config.json", "[]", "object")]
    [InlineData("config.json", "{", "JSON")]
    [InlineData("ae_config.json", """{"ch": 32, "ch_mult": [], "num_res_blocks": 1, "z_channels": 4}""", "ch_mult")]
    [InlineData("ae_config.json", """{"ch": 48, "ch_mult": [1, 2], "num_res_blocks": 1, "z_channels": 4}""", "32")]
    [InlineData("ae_config.json", """{"ch": 32, "ch_mult": [1, 2], "num_res_blocks": 1, "z_channels": 4, "downsample": 4}""", "downsample")]
    [InlineData("llm_config.json", """{"vocab_size": 64, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 5}""", "num_attention_heads")]
    public void A_wrong_value_is_named_with_its_file(string file, string json, string word)
    {
        Write(file, json);
        var failure = Assert.Throws<SrumException>(() => BagelConfig.Read(folder));
        Assert.Contains(file, failure.Message);
        Assert.Contains(word, failure.Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write(string file, string json) => File.WriteAllText(Path.Combine(folder, file), json);
}
