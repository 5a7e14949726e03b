using System.Diagnostics;
using System.Globalization;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Models;
using Srum.Rewards;
using Srum.Rollout;
using Srum.Rounds;
using Srum.Runs;
using Srum.Shapes;
using Srum.Tests.Models.Bagel;
using Srum.Tests.Runs;
using Srum.Training;

namespace Srum.Tests.Rounds;

/// <summary>
/// A small round, in this process or in one of its own that dies at a given event. Events are writes and finished batches
/// or steps, counted from 1.
/// </summary>
internal static class RoundChild
{
    /// <summary>First argument of a process that is this round instead of the tests.</summary>
    public const string Verb = "round-child";

    /// <summary>Arguments: folder, model (<c>toy</c>, <c>bagel</c>, <c>rounds</c> for the toy's three rounds, or <c>ablation</c> for the toy's ablation), the event to die at (0 = none), a file for the list of events.</summary>
    public static int Run(string[] arguments)
    {
        var (at, events) = (int.Parse(arguments[2], CultureInfo.InvariantCulture), new List<string>());
        if (arguments[1] == "ablation")
        {
            Ablation(arguments[0], Happens);
        }
        else
        {
            Round(arguments[0], arguments[1], Happens);
        }

        if (arguments is [_, _, _, var list])
        {
            File.WriteAllLines(list, events);
        }

        return 0;

        void Happens(string kind, Action half)
        {
            events.Add(kind);
            if (events.Count == at)
            {
                half();
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }

    /// <summary>Runs the round.</summary>
    /// <param name="folder">Its folder; the cache lies in it.</param>
    /// <param name="model"><c>toy</c> or <c>bagel</c>.</param>
    /// <param name="happens">Told of every event with its kind, and of how to do half of it.</param>
    /// <param name="evaluator">Who scores; null = one that likes bright pictures.</param>
    /// <param name="proposer">Says where the judge looks; null = segmentation.</param>
    public static RoundResult Round(string folder, string model, Action<string, Action> happens, IEvaluator? evaluator = null, IRegionProposer? proposer = null)
    {
        using var opened = Open(model);
        var settings = model == "rounds" ? Rounds(Settings(opened), 3) : Settings(opened);
        return Round(folder, opened, settings, happens, evaluator, proposer);
    }

    /// <summary>Runs a round with settings of one's own.</summary>
    public static RoundResult Round(
        string folder, IUnifiedModel model, RoundSettings settings, Action<string, Action> happens, IEvaluator? evaluator = null, IRegionProposer? proposer = null)
    {
        var round = new SrumRound(Tapped(folder, happens), model, settings, evaluator ?? new Brightness(), proposer) { Cache = Path.Combine(folder, "cache") };
        return Run(round, settings, progress => happens("step " + progress.Stage, () => { }));
    }

    /// <summary>Runs a round and gives every report of its progress.</summary>
    public static RoundResult Round(
        string folder, IUnifiedModel model, RoundSettings settings, Action<StageProgress> told) =>
        Run(
            new SrumRound(RunFolder.Open(folder), model, settings, new Brightness())
            {
                Cache = Path.Combine(folder, "cache"),
            },
            settings,
            told);

    private static RoundResult Run(SrumRound round, RoundSettings settings, Action<StageProgress> told) => round.Run(
        settings.Beside.Contains("control") ? Shapes : Prompts("train", 5),
        Prompts("test", 3),
        "srum run",
        new Steps(told));

    /// <summary>Runs an ablation of the toy: three settings × two training seeds on what the toy's round draws.</summary>
    /// <param name="folder">Its folder; the cache lies in it.</param>
    /// <param name="happens">Told of every event with its kind, and of how to do half of it.</param>
    /// <param name="model">The model; null = a toy.</param>
    public static AblationResult Ablation(
        string folder, Action<string, Action> happens, IUnifiedModel? model = null, Func<TrainSettings, IReadOnlyList<TrainSettings>>? arms = null)
    {
        using var opened = model ?? Open("toy");
        var settings = Settings(opened) with { TrainingSeeds = [0, 1] };
        var ablation = new Ablation(Tapped(folder, happens), opened, settings, new Brightness())
        {
            Cache = Path.Combine(folder, "cache"),
        };
        return ablation.Run(
            arms?.Invoke(settings.Train) ?? AblationArms.Of(["sft", "srum", "srum-local-matched"], settings.Train), Prompts("train", 5), Prompts("test", 3), "srum ablate",
            new Steps(progress => happens("step " + progress.Stage, () => { })));
    }

    /// <summary>Every file that a kill must not change, by name, with its content.</summary>
    public static SortedDictionary<string, string> Content(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .Where(file => !$"/{file.Name}".Contains("/times/", StringComparison.Ordinal)
                && !file.Name.EndsWith(".lock", StringComparison.Ordinal) && !file.Name.EndsWith(".owner", StringComparison.Ordinal)
                && file.Name is not ("result.json" or "report.html" or "ablation.json" or "ablation.html"))
            .ToDictionary(file => file.Name, file => Convert.ToHexString(File.ReadAllBytes(file.Path))),
        StringComparer.Ordinal);

    private static RunFolder Tapped(string folder, Action<string, Action> happens) =>
        RunFolder.Open(folder, file => new TappedStream(file, (inner, bytes) => happens(
            "write " + Kind(folder, ((FileStream)inner).Name),
            () =>
            {
                inner.Write(bytes.AsSpan(0, bytes.Length / 2));
                inner.Flush();
            })));

    private static IUnifiedModel Open(string model) => model is "toy" or "rounds" ? new ToyModel() : new ToyJudged(SmallModel.Open());

    /// <summary>Settings of a round of seconds.</summary>
    public static RoundSettings Settings(IUnifiedModel model)
    {
        var draw = model.Settings.Draw with { Steps = 3, BatchSize = 4 };
        return new RoundSettings
        {
            Rollout = new RolloutSettings { PicturesPerPrompt = 2, Draw = draw },
            Draw = draw,
            Train = new TrainSettings { Steps = 7, BatchSize = 4, LearningRate = 0.01, WarmUpSteps = 2, CheckpointEvery = 3 },
        };
    }

    /// <summary>Several rounds of the bounded negative branch beside SFT and the control, on three of <see cref="Shapes"/> a round.</summary>
    public static RoundSettings Rounds(RoundSettings one, int rounds) => one with
    {
        LaterRounds = rounds - 1,
        Beside = ["control", "sft"],
        Rollout = one.Rollout with { Prompts = 3 },
        Train = one.Train.AsReflected() with { PictureReward = PictureReward.Rank, Steps = 4 },
    };

    /// <summary>Prompts that the control can render.</summary>
    private static PromptSet Shapes { get; } =
        new("shapes", [.. new[] { "a red circle", "a blue square", "two red squares", "a red square left of a blue circle", "a blue circle" }.Select((text, i) => new PromptEntry(i, text, ""))]);

    private static PromptSet Prompts(string name, int count) =>
        new(name, [.. Enumerable.Range(1, count).Select(i => new PromptEntry(i, $"{name} {i} a red dog", i % 2 == 0 ? "even" : "odd"))]);

    // "records/rollout.jsonl" and "pictures/00003-001.png.12-ab.partial" as "records/rollout" and "pictures".
    private static string Kind(string folder, string path)
    {
        var parts = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);
        return parts is ["records", var log] ? "records/" + log.Split('.')[0] : parts is [var file] ? file.Split('.')[0] : parts[0];
    }

    // Weights that were never trained write nothing that a judge could mean.
    private sealed class ToyJudged(IUnifiedModel inner) : DelegatingModel(inner)
    {
        public override IReadOnlyList<string> Answer(IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default) =>
            [.. questions.Select(ToyModel.Judgement)];
    }

    private sealed class Steps(Action<StageProgress> report) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => report(value);
    }

    private sealed class Brightness : IEvaluator
    {
        public string Name => "brightness";

        public IReadOnlyList<PictureScore?> Score(IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default) =>
            [.. pictures.Select(item => new PictureScore(item.Picture.Rgb.Average(value => value) > 127, item.Picture.Rgb.Average(value => value) / 255))];
    }
}
