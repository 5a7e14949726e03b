using System.Text.Json.Nodes;
using Srum.Formats;
using Srum.Models;
using Srum.Models.Adapters;
using Srum.Models.Bagel;
using Srum.Tests.Models.Bagel;
using Srum.Tests.Training;
using Srum.Training;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Adapters;

public sealed class AdapterFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Adapter => Path.Combine(folder, "adapter");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_adapter_is_written_in_PEFTs_layout()
    {
        using var model = Trained();
        AdapterFolder.Write(Adapter, model.Layers, "ByteDance-Seed/BAGEL-7B-MoT", dropout: 0.1);

        using var file = SafetensorsFile.Open(Path.Combine(Adapter, "adapter_model.safetensors"));
        var first = model.Layers.First(layer => layer.Name.EndsWith("layers.0.self_attn.k_proj_moe_gen"));
        const string Name = "base_model.model.language_model.model.layers.0.self_attn.k_proj_moe_gen";
        Assert.Equal([3, first.Weight.shape[1]], file.Entry(Name + ".lora_A.weight").Shape);
        Assert.Equal([first.Weight.shape[0], 3], file.Entry(Name + ".lora_B.weight").Shape);
        Assert.All(file.Entries, entry => Assert.Equal("F32", entry.Dtype));
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(Adapter, "adapter_config.json")))!;
        Assert.Equal("LORA", (string?)config["peft_type"]);
        Assert.Equal("ByteDance-Seed/BAGEL-7B-MoT", (string?)config["base_model_name_or_path"]);
        Assert.Equal((3, 6.0), ((int)config["r"]!, (double)config["lora_alpha"]!));
        Assert.Equal(0.1, (double)config["lora_dropout"]!);
        Assert.Equal("none", (string?)config["bias"]);
        string[] targets = [.. config["target_modules"]!.AsArray().Select(target => (string)target!)];
        Assert.Equal(
            [
                "self_attn.q_proj_moe_gen", "self_attn.k_proj_moe_gen", "self_attn.v_proj_moe_gen",
                "self_attn.o_proj_moe_gen", "mlp_moe_gen.gate_proj", "mlp_moe_gen.up_proj", "mlp_moe_gen.down_proj",
            ],
            targets);
        // PEFT puts an adapter where a module's name ends in a target: on these layers and on no others.
        Assert.All(model.Layers, layer => Assert.Equal(
            layer.Adapter is not null, targets.Any(target => layer.Name.EndsWith("." + target))));
    }

    [Fact]
    public void An_adapter_opens_on_its_base_and_draws_as_it_did()
    {
        using var model = Trained();
        AdapterFolder.Write(Adapter, model.Layers, "base");

        using var opened = Open();

        Assert.Equal(Bits(model), Bits(opened));
        using var plain = UnifiedModel.Open(FixtureModel.Folder);
        Assert.NotEqual(plain.Identity, opened.Identity);
        Rewrite(config => config["lora_alpha"] = 12);
        using var stronger = Open();
        Assert.NotEqual(opened.Identity, stronger.Identity);
    }

    [Fact]
    public void A_merged_model_computes_what_the_unmerged_one_does_but_for_rounding()
    {
        using var model = Trained();
        var separate = Velocity(model);
        var start = Velocity(SmallModel.Open());
        foreach (var layer in model.Layers.Where(layer => layer.Adapter is not null))
        {
            using var outside = no_grad();
            using var merged = layer.Adapter!.MergedInto(layer.Weight);
            layer.Weight.copy_(merged);
            layer.Adapter = null;
        }

        var together = Velocity(model);
        Assert.InRange(Distance(together, separate), 0, 1e-5);
        Assert.InRange(Distance(start, separate), 1e-3, double.MaxValue);
    }

    [Fact]
    public void Saving_merges()
    {
        using var model = Trained();
        model.Save(Path.Combine(folder, "whole"));
        using var saved = WeightFolder.Open(Path.Combine(folder, "whole"), "ema.safetensors");
        foreach (var layer in model.Layers)
        {
            using var written = saved.Read(layer.Name + ".weight", ScalarType.Float32);
            using var own = layer.Adapter?.MergedInto(layer.Weight) ?? layer.Weight.alias();
            using var rounded = own.to(ScalarType.BFloat16).to(ScalarType.Float32);
            Assert.Equal(rounded.data<float>().ToArray(), written.data<float>().ToArray());
        }

        Assert.Contains(model.Layers, layer => layer.Adapter is not null);
    }

    [Fact]
    public void An_export_merges_an_adapter_without_opening_the_model()
    {
        using var model = Trained();
        AdapterFolder.Write(Adapter, model.Layers, "base");
        model.Save(Path.Combine(folder, "whole"));
        var sources = CheckpointFolder.Complete(Adapter, FixtureModel.Folder, Path.Combine(folder, "export"));
        Assert.Equal(model.Layers.Count(layer => layer.Adapter is not null), sources.Count(tensor => tensor.Value));

        using var whole = WeightFolder.Open(Path.Combine(folder, "whole"), "ema.safetensors");
        using var export = WeightFolder.Open(Path.Combine(folder, "export"));
        Assert.All(export.Names, name => Assert.Equal(
            Convert.ToHexString(whole.Files[0].Bytes(name)), Convert.ToHexString(export.Files[0].Bytes(name))));
    }

    [Fact]
    public void An_adapter_is_inspected_on_its_base()
    {
        using var model = Trained();
        AdapterFolder.Write(Adapter, model.Layers, "base");
        var inspection = ModelInspection.Read(Adapter, FixtureModel.Folder);
        Assert.True(inspection.IsComplete);
        Assert.Equal(Adapter, inspection.Folder);
        Assert.Equal(2 * model.Layers.Count(layer => layer.Adapter is not null), inspection.Tensors.Count);
        Assert.Contains("llm2vae.weight", inspection.FromBase);

        const string Layer = "language_model.model.layers.0.self_attn.q_proj_moe_gen";
        Replace("base_model.model." + Layer, width: 7, rank: 3);
        Assert.StartsWith(
            Layer + " (7 × 7 instead of ",
            Assert.Single(ModelInspection.Read(Adapter, FixtureModel.Folder).Misshapen));
        Replace("base_model.model.nothing", width: 8, rank: 3);
        inspection = ModelInspection.Read(Adapter, FixtureModel.Folder);
        Assert.False(inspection.IsComplete);
        Assert.Equal(
            ["base_model.model.nothing.lora_A.weight", "base_model.model.nothing.lora_B.weight"],
            inspection.Unused.Order());
    }

    [Fact]
    public void A_matrix_that_is_not_finite_is_named_where_it_is_read()
    {
        using var model = Trained();
        AdapterFolder.Write(Adapter, model.Layers, "base");
        var file = Path.Combine(Adapter, "adapter_model.safetensors");
        var bytes = File.ReadAllBytes(file);
        // The file's last number, a float32, becomes a NaN.
        bytes.AsSpan(^4).Fill(0xff);
        File.WriteAllBytes(file, bytes);
        string last;
        using (var written = SafetensorsFile.Open(file))
        {
            last = written.Names.Last();
        }

        var message = Assert.Throws<NotFiniteException>(Open).Message;
        Assert.Contains(file, message);
        Assert.Contains(last, message);
        Assert.Equal(
            message,
            Assert.Throws<NotFiniteException>(() => ModelInspection.Read(Adapter, FixtureModel.Folder)).Message);
    }

    [Fact]
    public void What_is_not_finite_for_an_adapters_sake_is_told_so()
    {
        using var model = Trained();
        var layer = model.Layers.First(own => own.Adapter is not null);
        using (no_grad())
        {
            layer.Adapter!.B.fill_(float.NaN);
        }

        Assert.Equal([$"{layer.Name} of the adapter"], model.Parts.Store.NotFinite);
    }

    [Fact]
    public void An_adapter_alone_is_no_model()
    {
        using var model = Trained();
        AdapterFolder.Write(Adapter, model.Layers, "base");
        Assert.Contains("--base", Assert.Throws<SrumException>(() => UnifiedModel.Open(Adapter)).Message);
    }

    [Theory]
    [InlineData("peft_type", "\"IA3\"")]
    [InlineData("r", "2")]
    [InlineData("r", "0")]
    [InlineData("lora_alpha", "0")]
    [InlineData("lora_alpha", "1e999")]
    [InlineData("bias", "\"all\"")]
    [InlineData("fan_in_fan_out", "true")]
    [InlineData("use_rslora", "true")]
    [InlineData("use_dora", "true")]
    [InlineData("modules_to_save", "[\"llm2vae\"]")]
    [InlineData("rank_pattern", "{\"q_proj\": 4}")]
    [InlineData("alpha_pattern", "{\"q_proj\": 4}")]
    public void What_is_no_plain_adapter_is_refused(string key, string value)
    {
        using var model = Trained();
        AdapterFolder.Write(Adapter, model.Layers, "base");
        Rewrite(config => config[key] = JsonNode.Parse(value));
        var refused = Assert.Throws<SrumException>(Open);
        Assert.Contains(Adapter, refused.Message);
    }

    [Theory]
    [InlineData("base_model.model.language_model.model.layers.0.self_attn.nothing")]
    [InlineData("base_model.model.language_model.lm_head")]
    [InlineData("language_model.model.layers.0.self_attn.q_proj")]
    public void Matrices_of_unknown_layers_are_refused(string layer)
    {
        using var model = Trained();
        AdapterFolder.Write(Adapter, model.Layers, "base");
        Replace(layer, width: 8, rank: 3);
        Assert.Contains(layer.Split('.')[^1], Assert.Throws<SrumException>(Open).Message);
    }

    [Theory]
    [InlineData(7, 3)]
    [InlineData(8, 2)]
    public void Matrices_of_other_sizes_are_refused(int width, int rank)
    {
        using var model = Trained();
        AdapterFolder.Write(Adapter, model.Layers, "base");
        Replace("base_model.model.language_model.model.layers.0.self_attn.q_proj_moe_gen", width, rank);
        Assert.Contains("layers.0.self_attn.q_proj_moe_gen", Assert.Throws<SrumException>(Open).Message);
    }

    [Fact]
    public void Adapters_of_which_one_does_not_fit_are_put_on_no_layer()
    {
        using var scope = NewDisposeScope();
        using var model = Trained();
        AdapterFolder.Write(Adapter, model.Layers, "base");
        using var bare = SmallModel.Open();
        var first = bare.Layers[0];
        KeyValuePair<string, Tensor>[] matrices =
        [
            .. Pair(first.Name, first.Weight.shape[1], first.Weight.shape[0]), .. Pair("nothing", 8, 8),
        ];
        SafetensorsWriter.Write(Path.Combine(Adapter, "adapter_model.safetensors"), matrices);

        Assert.Contains(
            "'nothing'", Assert.Throws<SrumException>(() => AdapterFolder.PutOn(bare, Adapter, null)).Message);
        Assert.All(bare.Layers, layer => Assert.Null(layer.Adapter));

        static KeyValuePair<string, Tensor>[] Pair(string layer, long width, long wanted) =>
        [
            new($"base_model.model.{layer}.lora_A.weight", zeros(3, width)),
            new($"base_model.model.{layer}.lora_B.weight", zeros(wanted, 3)),
        ];
    }

    private static BagelModel Trained()
    {
        var model = SmallModel.Open();
        TrainerTests.Train(model, new TrainSettings
        {
            Steps = 4, BatchSize = 2, LearningRate = 0.05, WarmUpSteps = 0,
            Lora = new LoraSettings { Rank = 3, Alpha = 6 },
        });
        return model;
    }

    private IUnifiedModel Open() => UnifiedModel.Open(Adapter, baseFolder: FixtureModel.Folder);

    private static Tensor Velocity(BagelModel model)
    {
        using var outside = no_grad();
        using var target = model.Encode(SmallModel.Noise(32, 32, 1));
        using var forward = (GenerationForward)model.Forward([new("a red circle", target, 5)], new ForwardSettings());
        return forward.Velocities[0].clone();
    }

    private static double Distance(Tensor a, Tensor b) => ((a - b).norm() / b.norm()).item<float>();

    private static string[] Bits(IUnifiedModel model) =>
        [.. TrainedAdapters.On(model.Layers).Select(matrix => Convert.ToHexString(matrix.Value.bytes))];

    private void Rewrite(Action<JsonNode> change)
    {
        var path = Path.Combine(Adapter, "adapter_config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        change(config);
        File.WriteAllText(path, config.ToJsonString());
    }

    private void Replace(string layer, int width, int rank)
    {
        using var scope = NewDisposeScope();
        KeyValuePair<string, Tensor>[] matrices =
        [
            new(layer + ".lora_A.weight", zeros(rank, width)), new(layer + ".lora_B.weight", zeros(width, rank)),
        ];
        SafetensorsWriter.Write(Path.Combine(Adapter, "adapter_model.safetensors"), matrices);
    }
}
