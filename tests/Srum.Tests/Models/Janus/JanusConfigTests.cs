using System.Text.Json.Nodes;
using Srum.Models.Janus;

namespace Srum.Tests.Models.Janus;

/// <summary>Config files that ask for what is not computed here, or contradict each other.</summary>
public sealed class JanusConfigTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-janus-config").FullName;

    public static IEnumerable<TheoryDataRow<string>> Models => JanusFixture.Models;

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void What_is_not_computed_here_is_refused_by_name(string name)
    {
        Refused("attention_bias", "config.json", file => file["language_config"]!["attention_bias"] = true);
        Refused("tie_word_embeddings", "config.json", file => file["language_config"]!["tie_word_embeddings"] = true);
        Refused("hidden_act", "config.json", file => file["language_config"]!["hidden_act"] = "gelu");
        Refused("projector_type", "config.json", file => Params(file, "aligner_config")["projector_type"] = "linear");
        Refused("add_special_token", "processor_config.json", file => file["add_special_token"] = true);
        Refused("select_layer", "config.json", file => Params(file, "vision_config")["select_layer"] = -40);
        Refused("encoder_ch_mult", "sizes.json", file => file["vq"]!["encoder_ch_mult"] = new JsonArray(1, 1, 1, 1));
        Refused("\"ch\"", "sizes.json", file => file["vq"]!["ch"] = 20);
        Refused("12 levels", "sizes.json", file =>
        {
            foreach (var field in (string[])["encoder_ch_mult", "decoder_ch_mult"])
            {
                file["vq"]![field] = new JsonArray([.. Enumerable.Repeat(1, 13).Select(one => JsonValue.Create(one))]);
            }
        });
        Refused("image_std", "preprocessor_config.json", file => file["image_std"] = new JsonArray(0.5, 0, 0.5));

        void Refused(string field, string file, Action<JsonNode> change) =>
            Assert.Contains(field, Assert.Throws<SrumException>(() => Read(name, file, change)).Message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Sizes_that_contradict_each_other_are_named(string name)
    {
        Refused("input_dim", "config.json", file => Params(file, "aligner_config")["input_dim"] = 7);
        Refused("n_embed", "config.json", file => Params(file, "gen_head_config")["n_embed"] = 7);
        Refused("image_token_size", "config.json", file => Params(file, "gen_vision_config")["image_token_size"] = 7);
        Refused("num_image_tokens", "processor_config.json", file => file["num_image_tokens"] = 7);
        Refused("image_size", "preprocessor_config.json", file => file["image_size"] = 700);

        void Refused(string field, string file, Action<JsonNode> change) =>
            Assert.Contains(field, Assert.Throws<SrumException>(() => Read(name, file, change)).Message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_token_beyond_the_decoders_rows_is_named(string name)
    {
        var config = Read(name, "tokenizer.json", file => file["model"]!["vocab"]!["zzz"] = 5000);
        Assert.Contains("5000", Assert.Throws<SrumException>(() => new PromptTokens(config, folder)).Message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_tower_without_sizes_must_be_the_published_one(string name)
    {
        Copy(name);
        File.Delete(Path.Combine(folder, JanusConfig.SizesFile));
        var message = Assert.Throws<SrumException>(() => JanusConfig.Read(folder)).Message;
        Assert.Contains("siglip_large_patch16_384", message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_positive_layer_counts_from_the_beginning_and_zero_means_all(string name)
    {
        var all = JanusConfig.Read(JanusFixture.Folder(name)).Tower.TableLayers;
        Assert.Equal(1, Layers(1));
        Assert.Equal(all, Layers(0));
        Assert.Equal(all, Layers(all + 3));
        Assert.Equal(all - 1, Layers(-2));

        int Layers(int select) =>
            Read(name, "config.json", file => Params(file, "vision_config")["select_layer"] = select).Tower.Layers;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static JsonNode Params(JsonNode file, string part) => file[part]!["params"]!;

    private JanusConfig Read(string name, string file, Action<JsonNode> change)
    {
        Copy(name);
        var path = Path.Combine(folder, file);
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        change(json);
        File.WriteAllText(path, json.ToJsonString());
        return JanusConfig.Read(folder);
    }

    private void Copy(string name)
    {
        foreach (var path in Directory.EnumerateFiles(JanusFixture.Folder(name), "*.json"))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
        }
    }
}
