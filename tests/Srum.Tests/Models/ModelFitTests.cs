using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Models.Bagel;
using Srum.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models;

/// <summary>
/// Whatever number stands in a model's files: it opens, looks, draws and learns, or the number is named.
/// </summary>
public sealed class ModelFitTests : IDisposable
{
    private static readonly Func<double, double>[] Changes =
        [old => old + 1, old => old * 2, old => Math.Max(1, Math.Floor(old / 2)), _ => 3, _ => 0, _ => -1];

    private readonly string folder = Directory.CreateTempSubdirectory("srum-fit-").FullName;

    public ModelFitTests()
    {
        foreach (var path in Directory.EnumerateFiles(FixtureModel.Folder)
            .Where(path => Path.GetFileName(path) != "names.json"))
        {
            File.WriteAllBytes(At(Path.GetFileName(path)), File.ReadAllBytes(path));
        }

        var config = FixtureModel.Config;
        var (side, seen) = (2 * config.TokenSide, 4 * config.Vision.PatchSize);
        File.WriteAllText(At(ModelSettingsFile.Name), JsonSerializer.Serialize(new
        {
            draw = new
            {
                steps = 3, width = side, height = side, textGuidance = 4, imageGuidance = 1, guidanceStart = 0,
                guidanceEnd = 1, thoughtTokens = 4, batchSize = 2,
            },
            answerBatchSize = 2,
            vaeResize = new { maxSide = side, minSide = side, stride = config.TokenSide },
            vitResize = new { maxSide = seen, minSide = seen, stride = config.Vision.PatchSize },
        }));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("llm_config.json")]
    [InlineData("vit_config.json")]
    [InlineData("ae_config.json")]
    [InlineData("config.json")]
    [InlineData(ModelSettingsFile.Name)]
    public void A_number_that_does_not_fit_is_named(string file)
    {
        Assert.Null(Use());
        var whole = File.ReadAllText(At(file));
        foreach (var path in Numbers(JsonNode.Parse(whole)!, ""))
        {
            foreach (var change in Changes)
            {
                var json = JsonNode.Parse(whole)!;
                var at = path.Split('.')[..^1].Aggregate(json, (node, name) => node[name]!);
                var field = path.Split('.')[^1];
                var value = change(at[field]!.GetValue<double>());
                at[field] = value == Math.Floor(value) ? (JsonNode)(long)value : value;
                File.WriteAllText(At(file), json.ToJsonString());
                if (Use() is { } failure)
                {
                    Assert.True(failure is SrumException, $"{path} = {value}: {failure}");
                    Assert.DoesNotContain("frame #", failure.Message);
                }
            }
        }

        File.WriteAllText(At(file), whole);
    }

    [Theory]
    [InlineData("draw", "width", 9, "multiples of")]
    [InlineData("vaeResize", "stride", 5, "vaeResize")]
    [InlineData("vaeResize", "maxSide", 4096, "vaeResize")]
    [InlineData("vitResize", "stride", 5, "vitResize")]
    [InlineData("vitResize", "maxSide", 4096, "vitResize")]
    public void A_setting_is_held_against_the_model_when_it_is_opened(
        string part, string field, int value, string named)
    {
        var json = JsonNode.Parse(File.ReadAllText(At(ModelSettingsFile.Name)))!;
        json[part]![field] = value;
        File.WriteAllText(At(ModelSettingsFile.Name), json.ToJsonString());
        var message = Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message;
        Assert.Contains(ModelSettingsFile.Name, message);
        Assert.Contains(named, message);
        Assert.Contains($"{value}", message);
        Assert.Equal(message, Assert.Throws<SrumException>(() => ModelInspection.Read(folder)).Message);
    }

    [Fact]
    public void A_drawing_may_be_larger_than_the_position_table_only_where_positions_are_interpolated()
    {
        var config = FixtureModel.Config with { InterpolatePositions = false };
        var (side, largest) = (config.TokenSide, config.TokenSide * config.MaxLatentSide);
        var stretched = config with { InterpolatePositions = true };
        Assert.Null(ModelFit.Drawing(config, largest, side));
        Assert.Contains($" up to {largest} pixels", ModelFit.Drawing(config, largest + side, side));
        Assert.Contains($" up to {largest} pixels", ModelFit.Drawing(config, side, largest + side));
        Assert.Null(ModelFit.Drawing(stretched, largest + side, largest + side));
        Assert.Contains($"multiples of {side} pixels", ModelFit.Drawing(stretched, side + 1, side));
    }

    [Fact]
    public void A_tokenizer_of_another_model_is_named()
    {
        var config = JsonNode.Parse(File.ReadAllText(At("tokenizer_config.json")))!;
        var highest = config["added_tokens_decoder"]!.AsObject().Max(token => int.Parse(token.Key));
        config["added_tokens_decoder"]![$"{highest + 1000}"] = new JsonObject { ["content"] = "<|more|>" };
        File.WriteAllText(At("tokenizer_config.json"), config.ToJsonString());
        var message = Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message;
        Assert.Contains($"{highest + 1000}", message);
        Assert.Contains("vocab_size", message);
    }

    [Fact]
    public void Quantised_weights_are_refused_by_name()
    {
        using var scope = NewDisposeScope();
        List<KeyValuePair<string, Tensor>> tensors;
        using (var source = SafetensorsFile.Open(At("ema.safetensors")))
        {
            tensors = [.. source.Names.Select(name => KeyValuePair.Create(name, source.Read(name)))
                .Select(own => own.Key == "llm2vae.weight" ? KeyValuePair.Create(own.Key, own.Value.to(int8)) : own)];
        }

        SafetensorsWriter.Write(At("ema.safetensors"), tensors);
        Assert.Contains("llm2vae.weight", Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message);
        Assert.Contains("quantised", Assert.Throws<SrumException>(() => ModelInspection.Read(folder)).Message);
    }

    [Fact]
    public void Weights_behind_a_link_that_leads_nowhere_are_not_replaced_by_others()
    {
        File.Move(At("ema.safetensors"), At("model.safetensors"));
        using (UnifiedModel.Open(folder))
        {
        }

        Links.Make(At("ema.safetensors"), At("gone.safetensors"));
        Assert.Contains("gone.safetensors", Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message);
    }

    [Fact]
    public void A_missing_part_of_the_weights_is_called_missing()
    {
        File.Move(At("ema.safetensors"), At("part-1.safetensors"));
        File.WriteAllText(
            At("model.safetensors.index.json"),
            """{"weight_map": {"a": "part-1.safetensors", "b": "part-2.safetensors"}}""");
        var message = Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message;
        Assert.Contains("part-2.safetensors", message);
        Assert.Contains("is not there", message);
        Assert.DoesNotContain("link", message);

        // As a download cache keeps it; the file that it leads to was not fetched.
        var blob = "../blobs/" + new string('9', 40);
        Links.Make(At("part-2.safetensors"), blob);
        message = Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message;
        Assert.Contains($"a link to '{blob}', which is not there", message);
    }

    [Fact]
    public void Files_with_byte_order_marks_open_as_without()
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Append(At("merges.txt")))
        {
            File.WriteAllText(path, File.ReadAllText(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        }

        Assert.Null(Use());
    }

    private static IEnumerable<string> Numbers(JsonNode node, string path) => node switch
    {
        JsonObject inner => inner.Where(field => field.Value is not null)
            .SelectMany(field => Numbers(field.Value!, path.Length == 0 ? field.Key : $"{path}.{field.Key}")),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => [path],
        _ => [],
    };

    private Exception? Use() => Record.Exception(() =>
    {
        using var scope = NewDisposeScope();
        using var model = UnifiedModel.Open(folder);
        var drawn = model.Draw([new DrawRequest("a red circle", 1)], model.Settings.Draw)[0].Picture;
        model.Answer([new Question([drawn], "what?")], new AnswerSettings { MaxTokens = 2 });
        using var forward = model.Forward(
            [new TrainingSample("a red circle", model.Encode(drawn), 1)], new ForwardSettings());
    });

    private string At(string name) => Path.Combine(folder, name);
}
