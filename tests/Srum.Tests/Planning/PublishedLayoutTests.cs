using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Srum.Models;
using Srum.Planning;
using Srum.Recipes;
using Srum.Rollout;
using Srum.Tests.Fixtures;
using Srum.Tests.Models.Bagel;
using Srum.Weights;

namespace Srum.Tests.Planning;

/// <summary>
/// A folder with the headers of BAGEL-7B's files and nothing but holes behind them, 29 GB in length: what opens it may
/// map it, and must not read it.
/// </summary>
[Collection(nameof(Alone)), Trait("Category", "Fixtures")]
public sealed class PublishedLayoutTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases("bagel-7b");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void It_is_mapped_and_planned_with_unread(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Holes in files are made by length alone on Linux.");
        Write(name);
        var (before, read) = (Resident(), BytesRead());

        using (var file = SafetensorsFile.Open(Path.Combine(folder, "ema.safetensors")))
        {
            Assert.InRange(new FileInfo(file.Path).Length, 29_000_000_000, 30_000_000_000);
            using var one = file.Read("language_model.model.layers.27.self_attn.k_proj_moe_gen.bias");
            Assert.Equal([512], one.shape);
        }

        var model = PlannedModel.Read(folder);
        var plan = new PlannedRun(
            model, PlanStage.Rollout,
            new Recipe { Name = "one", Rollout = new RolloutSettings { Prompts = 1, Pictures = 1 } },
            ModelPrecision.Bf16, PromptTokens: 60);

        Assert.Equal(14_691_079_811, model.Design.Parameters);
        Assert.Equal(model.Design.WeightBytes(ModelPrecision.Bf16), model.StoredBytes);
        Assert.InRange(plan.Needs.Peak, model.StoredBytes, 2 * model.StoredBytes);
        // Headers are 200 KB; the smallest matrix of a layer alone is 3.7 MB.
        Assert.InRange(BytesRead() - read, 0, 16L << 20);
        Assert.InRange(Resident() - before, long.MinValue, 96L << 20);
    }

    private static long Resident()
    {
        using var own = Process.GetCurrentProcess();
        return own.WorkingSet64;
    }

    // What system calls read; what a map reads shows as resident memory.
    private static long BytesRead() => long.Parse(
        File.ReadLines("/proc/self/io").First(line => line.StartsWith("rchar: "))["rchar: ".Length..]);

    private void Write(string name)
    {
        var manifest = Path.Combine(FixtureRoot.Area("bagel-7b"), name + ".json");
        var json = JsonDocument.Parse(File.ReadAllBytes(manifest)).RootElement;
        foreach (var path in Directory.EnumerateFiles(FixtureModel.Folder)
            .Where(path => Path.GetExtension(path) != ".safetensors"))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }

        var files = json.GetProperty("files");
        WriteHoles(Path.Combine(folder, "ema.safetensors"), files.GetProperty("ema.safetensors"), "BF16", 2);
        WriteHoles(Path.Combine(folder, "ae.safetensors"), files.GetProperty("ae.safetensors"), "F32", 4);

        var settings = json.GetProperty("settings");
        Change("llm_config.json", settings.GetProperty("llm"));
        Change("vit_config.json", settings.GetProperty("vit"));
        Change("ae_config.json", settings.GetProperty("vae"));
        Change("config.json", settings.GetProperty("join"));
        File.Delete(Path.Combine(folder, ModelSettingsFile.Name));
    }

    // The fields that the fixture model's file has, with the numbers of the published model.
    private void Change(string file, JsonElement numbers)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            return;
        }

        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        foreach (var part in config.Where(field => field.Value is JsonObject).Select(field => field.Key).ToArray())
        {
            config.Remove(part);
        }

        foreach (var number in numbers.EnumerateObject().Where(number => config.ContainsKey(number.Name)))
        {
            config[number.Name] = JsonNode.Parse(number.Value.GetRawText());
        }

        File.WriteAllText(path, config.ToJsonString());
    }

    private static void WriteHoles(string path, JsonElement shapes, string type, int bytes)
    {
        long end = 0;
        var header = new JsonObject();
        foreach (var tensor in shapes.EnumerateObject())
        {
            var start = end;
            end += bytes * tensor.Value.EnumerateArray().Aggregate(1L, (product, size) => product * size.GetInt64());
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = type, ["shape"] = JsonNode.Parse(tensor.Value.GetRawText()),
                ["data_offsets"] = new JsonArray(start, end),
            };
        }

        var text = JsonSerializer.SerializeToUtf8Bytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        using var file = File.Create(path);
        file.Write(length);
        file.Write(text);
        file.SetLength(8 + text.Length + end);
    }
}
