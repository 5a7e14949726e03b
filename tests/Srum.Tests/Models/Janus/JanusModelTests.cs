using System.Text.Json.Nodes;
using Srum.Models;
using Srum.Models.Adapters;
using Srum.Models.Janus;
using Srum.Tests.Models.Bagel;
using Srum.Training;
using Srum.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>
/// A Janus folder through the seam: opened, inspected, saved, held in bf16, and asked for what it does not have.
/// </summary>
public sealed class JanusModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-janus").FullName;

    public static IEnumerable<TheoryDataRow<string>> Models => JanusFixture.Models;

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_saved_model_opens_and_stays_the_same(string name)
    {
        var again = Path.Combine(folder, "again");
        using (var model = TinyJanus.Open(name))
        {
            model.Save(folder);
            using var saved = TinyJanus.OpenFolder(folder);
            saved.Save(again);
            Assert.Equal(
                model.Parameters.Select(parameter => parameter.Name),
                saved.Parameters.Select(parameter => parameter.Name));
            Assert.NotEqual(model.Identity, saved.Identity);
            Assert.Equal(model.Settings.Draw, saved.Settings.Draw);
            // The codec is kept whole, so a picture has the codes that it had.
            var picture = TinyJanus.Picture(model, 1);
            Assert.Equal(model.Encode(picture).data<long>().ToArray(), saved.Encode(picture).data<long>().ToArray());
        }

        // bf16 once rounded stays as it is.
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder, "model.safetensors")),
            File.ReadAllBytes(Path.Combine(again, "model.safetensors")));
        using var first = UnifiedModel.Open(folder);
        using var second = UnifiedModel.Open(again);
        Assert.Equal(first.Identity, second.Identity);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_whole_model_inspects_as_complete_with_the_settings_it_has(string name)
    {
        var inspection = ModelInspection.Read(JanusFixture.Folder(name));
        Assert.True(
            inspection.IsComplete,
            string.Join(", ", inspection.Missing.Concat(inspection.Unused).Concat(inspection.Misshapen)));
        var settings = inspection.Settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        Assert.Equal("5", settings["draw.textGuidance"]);
        Assert.DoesNotContain("draw.steps", settings.Keys);
        Assert.DoesNotContain("vaeResize.maxSide", settings.Keys);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void An_adapter_is_inspected_on_its_base(string name)
    {
        using var model = TinyJanus.Open(name);
        var layer = model.Layers[0];
        layer.Adapter = LowRank.For(layer, rank: 2, alpha: 4, seed: 1);
        AdapterFolder.Write(folder, model.Layers, "base");
        var inspection = ModelInspection.Read(folder, JanusFixture.Folder(name));
        Assert.True(inspection.IsComplete);
        Assert.Equal(
            [$"base_model.model.{layer.Name}.lora_A.weight", $"base_model.model.{layer.Name}.lora_B.weight"],
            inspection.Tensors.Select(tensor => tensor.Name).Order());
        Assert.Equal("5", inspection.Settings.First(setting => setting.Key == "draw.textGuidance").Value);
        using var opened = UnifiedModel.Open(folder, baseFolder: JanusFixture.Folder(name));
        Assert.NotNull(opened.Layers[0].Adapter);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void What_is_missing_or_unused_is_named(string name)
    {
        Copy(name, tensor => tensor != "gen_head.vision_head.bias", ("spare", ones(2)));
        var inspection = ModelInspection.Read(folder);
        Assert.Equal(["gen_head.vision_head.bias"], inspection.Missing);
        Assert.Equal(["spare"], inspection.Unused);
        var message = Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message;
        Assert.Contains("gen_head.vision_head.bias", message);
        Assert.Contains("spare", message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void What_is_not_finite_is_an_error_that_names_the_weight(string name)
    {
        Refused("gen_head.vision_head.bias", model => model.Draw([new("a red cube", 1)], model.Settings.Draw));
        Refused(
            "gen_vision_model.decoder.conv_out.bias", model => model.Draw([new("a red cube", 1)], model.Settings.Draw));
        Refused(Decoder.HeadName, model => model.Answer(TinyJanus.Questions, new AnswerSettings()));
        Refused(Decoder.HeadName, model => model.Weigh(TinyJanus.Questions, [" yes"]));

        void Refused(string weight, Action<JanusModel> use)
        {
            using var model = TinyJanus.Open(name);
            model.Parts.Store[weight].fill_(float.NaN);
            Assert.Contains(weight, Assert.Throws<NotFiniteException>(() => use(model)).Message);
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_wrong_setting_is_told_before_weights_are_looked_for(string name)
    {
        CopyDescription(name);
        File.WriteAllText(Path.Combine(folder, ModelSettingsFile.Name), """{"draw": {"steps": 20}}""");
        Assert.Contains("steps", Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_codec_that_lacks_a_weight_is_named_and_not_drawn_anew(string name)
    {
        Copy(name, tensor => tensor.StartsWith(PictureCodec.Prefix, StringComparison.Ordinal)
            && tensor != PictureCodec.Tally);
        var codec = Path.Combine(folder, "model.safetensors");
        var message = Assert.Throws<SrumException>(() => JanusFolder.OpenUntrained(folder, codec, seed: 1)).Message;
        Assert.Contains(PictureCodec.Tally, message);
        Assert.Contains(codec, message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Pickles_are_never_read_and_the_way_out_is_said(string name)
    {
        CopyDescription(name);
        // Whatever stands in it.
        File.WriteAllBytes(Path.Combine(folder, "pytorch_model.bin"), [0x80, 0x02, 0x2e]);
        var message = Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message;
        Assert.Contains("pickle", message);
        Assert.Contains("save_file", message);
        Assert.Contains("weights_only=True", message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void The_port_with_other_names_and_a_base_are_refused_by_name(string name)
    {
        Copy(name, _ => true);
        Assert.Contains(
            "base", Assert.Throws<SrumException>(() => UnifiedModel.Open(folder, baseFolder: folder)).Message);
        var path = Path.Combine(folder, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        config["model_type"] = "janus";
        File.WriteAllText(path, config.ToJsonString());
        Assert.Contains("transformers", Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void What_only_flows_have_is_refused_by_name(string name)
    {
        using var model = TinyJanus.Open(name);
        var usual = model.Settings.Draw;
        Refused("steps", () => model.Draw([new("x", 1)], usual with { Steps = 20 }));
        Refused("timestepShift", () => model.Draw([new("x", 1)], usual with { TimestepShift = 1 }));
        Refused("guidanceStart", () => model.Draw([new("x", 1)], usual with { GuidanceStart = 0 }));
        Refused("solver", () => model.Draw([new("x", 1)], usual with { Solver = FlowSolver.Adams }));
        Refused("renorm", () => model.Draw([new("x", 1)], usual with { Renorm = GuidanceRenorm.Channel }));
        Refused("imageGuidance", () => model.Draw([new("x", 1)], usual with { ImageGuidance = 2 }));
        Refused("think", () => model.Draw([new("x", 1)], usual with { Think = true }));
        Refused("several texts", () => model.Draw([new("x", 1) { Composed = "x" }], usual));
        Refused("several texts", () => model.Check(usual, composed: true));
        Refused("keepSteps", () => model.Draw([new("x", 1)], usual with { KeepSteps = true }));
        Refused(
            $"{usual.Width} × {usual.Height}", () => model.Draw([new("x", 1)], usual with { Width = 2 * usual.Width }));
        Refused(
            "timestepShift", () => model.Forward(TinyJanus.Samples(model), new ForwardSettings { TimestepShift = 1 }));
        Refused(
            "freezeUnderstanding",
            () => model.Forward(TinyJanus.Samples(model), new ForwardSettings { FreezeUnderstanding = false }));
        Copy(name, _ => true);
        File.WriteAllText(Path.Combine(folder, ModelSettingsFile.Name), """{"draw": {"steps": 20}}""");
        Refused("steps", () => UnifiedModel.Open(folder));

        static void Refused(string setting, Action act) =>
            Assert.Contains(setting, Assert.Throws<SrumException>(act).Message);
    }

    [Fact]
    public void A_flow_refuses_the_temperature_of_codes()
    {
        using var model = SmallModel.Open();
        var settings = model.Settings.Draw with { CodeTemperature = 1 };
        Assert.Contains(
            "codeTemperature", Assert.Throws<SrumException>(() => model.Draw([new("x", 1)], settings)).Message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_folders_own_settings_are_laid_over_the_published_ones(string name)
    {
        Copy(name, _ => true);
        File.WriteAllText(
            Path.Combine(folder, ModelSettingsFile.Name),
            """{"draw": {"textGuidance": 2, "codeTemperature": 0.5}, "answerBatchSize": 3}""");
        using var published = TinyJanus.Open(name);
        using var model = TinyJanus.OpenFolder(folder);
        Assert.Equal(published.Settings.Draw with { TextGuidance = 2, CodeTemperature = 0.5 }, model.Settings.Draw);
        Assert.Equal(3, model.Settings.AnswerBatchSize);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Published_precision_halves_the_weights_and_keeps_the_codec_and_the_errors(string name)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using (var model = TinyJanus.Open(name))
        {
            model.Save(folder);
        }

        using var wide = TinyJanus.OpenFolder(folder);
        using var narrow = TinyJanus.OpenFolder(folder, ModelPrecision.Bf16);
        Assert.NotEqual(wide.Identity, narrow.Identity);
        Assert.All(narrow.Parameters, parameter => Assert.Equal(
            parameter.Name.StartsWith("gen_vision_model", StringComparison.Ordinal)
                ? ScalarType.Float32
                : ScalarType.BFloat16, parameter.Value.dtype));
        var samples = TinyJanus.Samples(wide);
        Tensor[] targets = [.. samples.Select(sample => sample.Target)];
        using var exact = wide.Forward(samples, new ForwardSettings());
        using var rounded = narrow.Forward(samples, new ForwardSettings());
        var (want, got) = (exact.Errors(targets), rounded.Errors(targets));
        Assert.Equal(ScalarType.Float32, got.dtype);
        Assert.InRange(((want - got).norm() / want.norm()).ToDouble(), 1e-6, 0.02);
        Assert.All(narrow.Answer(TinyJanus.Questions, new AnswerSettings { MaxTokens = 4 }), Assert.NotNull);
        Assert.Equal(2, narrow.Draw([new("a red cube", 1), new("x", 2)], narrow.Settings.Draw).Count);
        var example = new TrainExample("one", "a red cube", () => TinyJanus.Picture(wide, 1), null);
        Assert.Contains(
            "fp32",
            Assert.Throws<SrumException>(
                () => new Trainer(narrow, [example], new TrainSettings { Objective = new Supervised() })).Message);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_random_model_of_its_sizes_opens_draws_and_answers(string name)
    {
        RandomModel.Write(folder, JanusFixture.Folder(name), seed: 3);
        Assert.True(ModelInspection.Read(folder).IsComplete);
        using var model = UnifiedModel.Open(folder);
        var drawing = model.Draw([new DrawRequest("a red cube", 1)], model.Settings.Draw)[0];
        Assert.Equal(model.Settings.Draw.Width, drawing.Picture.Width);
        Assert.NotNull(
            model.Answer([new Question([drawing.Picture], "what is it?")], new AnswerSettings { MaxTokens = 4 })[0]);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_picture_of_any_shape_is_a_target(string name)
    {
        using var model = TinyJanus.Open(name);
        var grid = model.Parts.Config.Grid;
        foreach (var (width, height) in ((int, int)[])[(7, 50), (50, 7), (1, 1), (64, 64)])
        {
            using var codes = model.Encode(SmallModel.Noise(width, height, 1));
            Assert.Equal([grid.Rows, grid.Columns], codes.shape);
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_question_that_names_the_place_of_a_picture_is_refused(string name)
    {
        using var model = TinyJanus.Open(name);
        var question = new Question([], $"what is {PromptTokens.Placeholder}?");
        var settings = new AnswerSettings { MaxTokens = 1 };
        var message = Assert.Throws<SrumException>(() => model.Answer([question], settings)).Message;
        Assert.Contains(PromptTokens.Placeholder, message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void CopyDescription(string name)
    {
        var described = Directory.EnumerateFiles(JanusFixture.Folder(name), "*.json");
        foreach (var path in described.Where(path => !path.EndsWith("index.json", StringComparison.Ordinal)))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
        }
    }

    private void Copy(string name, Func<string, bool> keep, (string Name, Tensor Value)? add = null)
    {
        using var scope = NewDisposeScope();
        using var source = WeightFolder.Open(JanusFixture.Folder(name));
        var tensors = source.Names.Where(keep).Select(
            tensor => new KeyValuePair<string, Tensor>(tensor, source.Read(tensor))).ToList();
        if (add is { } extra)
        {
            tensors.Add(new(extra.Name, extra.Value));
        }

        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), tensors);
        CopyDescription(name);
    }
}
