using System.Text.Json;
using Srum.Models;
using Srum.Models.Janus;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>
/// The real models by their tensors' names and shapes: the modules, built without memory, take exactly these.
/// </summary>
[Trait("Category", "Fixtures")]
public sealed class PublishedJanusFixtureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-published").FullName;

    public static IEnumerable<TheoryDataRow<string>> Cases => JanusFixture.Cases("published");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void The_modules_take_every_tensor_and_no_other(string name)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var path = Path.Combine(FixtureRoot.Area(JanusFixture.Area("published")), name + ".json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var json = document.RootElement;
        var shapes = json.GetProperty("tensors").Deserialize<Dictionary<string, long[]>>()!;
        var config = Config(json);
        var language = json.GetProperty("language_config_completed");
        Assert.Equal(
            new LanguageConfig(
                Number("vocab_size"), Number("hidden_size"), Number("intermediate_size"), Number("num_hidden_layers"),
                Number("num_attention_heads"), Number("num_key_value_heads"),
                language.GetProperty("rms_norm_eps").GetDouble(), language.GetProperty("rope_theta").GetDouble()),
            config.Language);
        using var store = new ParameterStore(shapes.Keys, Shape) { Device = META };
        using var parts = new JanusParts(config, new PromptTokens(config, folder), store, META);
        store.ThrowIfIncomplete(name);
        Assert.Equal(
            shapes.Keys.Order(StringComparer.Ordinal),
            store.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        var counts = json.GetProperty("counts");
        Assert.Equal(counts.GetProperty("tensors").GetInt32(), store.Parameters.Count());
        Assert.Equal(
            counts.GetProperty("numbers").GetInt64(), store.Parameters.Sum(parameter => parameter.Value.numel()));
        var facts = json.GetProperty("facts");
        Assert.Equal(facts.GetProperty("image_tokens").GetInt32(), config.Grid.Count);
        Assert.Equal(facts.GetProperty("image_size").GetInt32(), config.PictureSide);
        Assert.Equal(facts.GetProperty("cfg_weight").GetDouble(), CodeSettings.Published(config).Draw.TextGuidance);
        Assert.Equal(CodeSettings.PublishedTemperature, facts.GetProperty("temperature").GetDouble());
        var unused = json.GetProperty("unused");
        var prefixes = JanusFixture.Texts(unused.GetProperty("prefixes"));
        var beginning = shapes.Keys.Where(key => prefixes.Any(key.StartsWith));
        Assert.All(
            beginning.Concat(JanusFixture.Texts(unused.GetProperty("names"))),
            key => Assert.True(JanusParts.IsFixed(key), key));

        Tensor? Shape(string tensor) => shapes.TryGetValue(tensor, out var shape) ? empty(shape, device: META) : null;

        int Number(string field) => language.GetProperty(field).GetInt32();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // A folder as published, but for the words of its tokenizer: those of a tiny model.
    private JanusConfig Config(JsonElement json)
    {
        var facts = json.GetProperty("facts");
        Assert.SkipWhen(!JanusFixture.Models.Any(), "This root has no tokenizer.");
        File.Copy(
            Path.Combine(JanusFixture.Folder(JanusFixture.Models.First().Data), "tokenizer.json"),
            Path.Combine(folder, "tokenizer.json"));
        Write("config.json", json.GetProperty("config"));
        Write(
            "processor_config.json",
            new { num_image_tokens = facts.GetProperty("image_tokens"), sft_format = "deepseek" });
        Write("preprocessor_config.json", new
        {
            image_size = facts.GetProperty("image_size"),
            min_size = facts.GetProperty("min_size"),
            image_mean = (double[])[0.5, 0.5, 0.5],
            image_std = (double[])[0.5, 0.5, 0.5],
        });
        return JanusConfig.Read(folder);

        void Write(string file, object content) =>
            File.WriteAllText(Path.Combine(folder, file), JsonSerializer.Serialize(content));
    }
}
