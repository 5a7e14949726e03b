using Srum.Judging;
using Srum.Models;
using Srum.Pretraining;
using Srum.Regions;
using Srum.Shapes;

namespace Srum.Tests.Pretraining;

public sealed class PretrainerTests : IDisposable
{
    internal static readonly PretrainSettings Small = new()
    {
        AutoencoderSteps = 2, Steps = 5, NearMissSteps = 4, WarmUp =
            1, Prompts = 2, PicturesPerPrompt = 2, SeeRows = 3, JudgeRows = 2, CompareRows = 3, SightRows = 4,
        ProbeEvery = 3, ProbePrompts = 2,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("srum").FullName;

    [Theory]
    [InlineData(true, ModelDesign.Bagel)]
    [InlineData(false, ModelDesign.Bagel)]
    [InlineData(true, ModelDesign.Janus)]
    public void A_stopped_training_goes_on_with_the_same_bits(bool fromNothing, ModelDesign design)
    {
        var settings = fromNothing
            ? Small with { Design = design }
            : Small with { Start = Path.Combine(DataFolder.Path, "model") };
        var cancel = TestContext.Current.CancellationToken;
        Pretrainer.Run(settings, At("undisturbed"), At("a"), cancel: cancel);

        if (fromNothing)
        {
            StopAt(settings, "autoencoder", 1);
        }

        StopAt(settings, fromNothing ? "model" : "near misses", 1);
        StopAt(settings, fromNothing ? "model" : "near misses", 3);
        Assert.False(Directory.Exists(At("b")));
        Pretrainer.Run(settings, At("stopped"), At("b"), cancel: cancel);

        string[] files = design == ModelDesign.Bagel
            ? ["ema.safetensors", "ae.safetensors", "config.json", "vocab.json"]
            : ["model.safetensors", "config.json", "sizes.json", "tokenizer.json", "srum_config.json"];
        foreach (var file in files)
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(At("a"), file)), File.ReadAllBytes(Path.Combine(At("b"), file)));
        }

        Assert.Equal(
            File.ReadAllText(Path.Combine(At("undisturbed"), "losses.jsonl")),
            File.ReadAllText(Path.Combine(At("stopped"), "losses.jsonl")));
        Assert.Equal(fromNothing ? 7 : 4, File.ReadLines(Path.Combine(At("stopped"), "losses.jsonl")).Count());
        Assert.Contains(
            "Losses of pretraining", File.ReadAllText(Path.Combine(At("stopped"), "losses.svg")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_Janus_from_nothing_knows_its_world_draws_judges_and_is_trained_further()
    {
        var settings = Small with { Design = ModelDesign.Janus, World = World.Small.Name };
        var cancel = TestContext.Current.CancellationToken;
        Pretrainer.Run(settings, At("first"), At("a"), cancel: cancel);
        Assert.InRange(new FileInfo(Path.Combine(At("a"), "model.safetensors")).Length, 1, 15_000_000);
        using (var model = UnifiedModel.Open(At("a")))
        {
            Assert.Same(World.Small, model.Settings.World);
            Assert.Equal((32, 32), (model.Settings.Draw.Width, model.Settings.Draw.Height));
            var drawing = model.Draw([new DrawRequest("a red circle", 1)], model.Settings.Draw, cancel)[0];
            var judge = new Judge(model, new SegmentProposer(), questions: JudgeQuestions.All);
            Assert.Single(judge.Run([new JudgeRequest("0", "a red circle", "drawn", drawing.Picture, 1)], cancel));
        }

        Pretrainer.Run(Small with { Start = At("a") }, At("further"), At("b"), cancel: cancel);
        using var further = UnifiedModel.Open(At("b"));
        Assert.NotEqual(
            File.ReadAllBytes(Path.Combine(At("a"), "model.safetensors")),
            File.ReadAllBytes(Path.Combine(At("b"), "model.safetensors")));
        Assert.Contains(
            "--independence",
            Assert.Throws<SrumException>(() => Pretrainer.Run(
                settings with { IndependenceShare = 1 }, At("independent"), At("c"), cancel: cancel)).Message);
        Assert.Contains(
            "The world round is none",
            Assert.Throws<SrumException>(() => Pretrainer.Run(
                settings with { World = "round" }, At("round"), At("c"), cancel: cancel)).Message);
        Assert.False(Directory.Exists(At("round")));
    }

    [Theory]
    [InlineData(ModelDesign.Bagel)]
    [InlineData(ModelDesign.Janus)]
    public void Where_a_state_is_lost_its_weights_so_far_go_on_at_their_step(ModelDesign design)
    {
        var settings = Small with { Design = design };
        StopAt(settings, "model", 3);
        using (var soFar = UnifiedModel.Open(Path.Combine(At("stopped"), "so-far")))
        {
            Assert.Equal(settings.FirstWorld, soFar.Settings.World);
        }

        var steps = new List<long>();
        Pretrainer.Run(
            settings with { Start = Path.Combine(At("stopped"), "so-far"), FromStep = 3 }, At("again"), At("b"),
            done => steps.Add(done.Step), TestContext.Current.CancellationToken);

        Assert.Equal([4, 5], steps);
        using var model = UnifiedModel.Open(At("b"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_step_to_go_on_from_that_leaves_nothing_to_do_is_refused(long from)
    {
        var settings = Small with { Start = Path.Combine(DataFolder.Path, "model"), Steps = 5, FromStep = from };

        var failure = Assert.Throws<SettingException>(() => Pretrainer.Run(settings, At("state"), At("b")));

        Assert.Contains($"fromStep is {from}; it must be at least 0 and below the 5 steps", failure.Message);
        Assert.False(Directory.Exists(At("state")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Looks_that_never_come_are_refused_before_anything_is_written(int every)
    {
        var failure = Assert.Throws<SettingException>(
            () => Pretrainer.Run(Small with { ProbeEvery = every }, At("state"), At("b")));

        Assert.Contains($"probeEvery is {every}; it must be at least 1", failure.Message);
        Assert.False(Directory.Exists(At("state")));
    }

    [Fact]
    public void A_state_that_another_process_works_on_is_left_to_it()
    {
        var settings = Small with { Start = Path.Combine(DataFolder.Path, "model"), NearMissSteps = 1 };
        var refusals = new List<string>();
        Pretrainer.Run(
            settings, At("state"), At("a"),
            _ => refusals.Add(Assert.Throws<SrumException>(
                () => Pretrainer.Run(settings, At("state"), At("b"))).Message),
            TestContext.Current.CancellationToken);

        Assert.Contains($"Another process (process {Environment.ProcessId})", Assert.Single(refusals));
        Assert.Contains("--state", refusals[0]);
        Assert.False(Directory.Exists(At("b")));
    }

    [Fact]
    public void A_state_of_other_settings_is_refused_and_left()
    {
        StopAt(Small with { Start = Path.Combine(DataFolder.Path, "model") }, "near misses", 1);

        var refused =
            Assert.Throws<SrumException>(() => Pretrainer.Run(Small with { Seed = 7 }, At("stopped"), At("b")));

        Assert.Contains("other settings", refused.Message);
        Assert.Contains("\"Seed\": 1", File.ReadAllText(Path.Combine(At("stopped"), "settings.json")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    private void StopAt(PretrainSettings settings, string stage, long step)
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => Pretrainer.Run(settings, At("stopped"), At("b"), Watch, stop.Token));

        void Watch(PretrainReport report)
        {
            if (report.Stage == stage && report.Step == step)
            {
                stop.Cancel();
            }
        }
    }
}
