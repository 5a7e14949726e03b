using System.Diagnostics;
using System.Globalization;
using Srum.Evaluation;
using Srum.Maps;
using Srum.Models;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Regions;
using Srum.Rollout;
using Srum.Rounds;
using Srum.Runs;
using Srum.Tests.Models.Bagel;
using Srum.Tests.Runs;
using Srum.Training;

namespace Srum.Tests.Rounds;

/// <summary>
/// A small experiment, in this process or in one of its own that dies at a given event. Events are writes and finished
/// batches or steps, counted from 1.
/// </summary>
internal static class RoundChild
{
    /// <summary>First argument of a process that is this round instead of the tests.</summary>
    public const string Verb = "round-child";

    /// <summary>
    /// Arguments: folder, what is run (see
    /// <see cref="Run(string, string, Action{string, Action}, IEvaluator, IRegionProposer)"/>), the event to die at (0
    /// = none), a file for the list of events.
    /// </summary>
    public static int Run(string[] arguments)
    {
        var (at, events) = (int.Parse(arguments[2], CultureInfo.InvariantCulture), new List<string>());
        Run(arguments[0], arguments[1], Happens);
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

    /// <summary>Runs an experiment.</summary>
    /// <param name="folder">Its folder; the cache lies in it.</param>
    /// <param name="what">
    /// <c>toy</c>: SFT and the published rule; <c>bagel</c>: the same with a BAGEL; <c>rounds</c>: three rounds of the
    /// control, SFT and the bounded branch; <c>several</c>: three recipes, two trainings each, one of which draws
    /// otherwise.
    /// </param>
    /// <param name="happens">Told of every event with its kind, and of how to do half of it.</param>
    /// <param name="evaluator">Who scores; null = one that likes bright pictures.</param>
    /// <param name="proposer">Says where the judge looks; null = segmentation.</param>
    public static ExperimentResult Run(
        string folder, string what, Action<string, Action> happens, IEvaluator? evaluator = null,
        IRegionProposer? proposer = null)
    {
        using var model = what == "bagel" ? new ToyJudged(SmallModel.Open()) : (IUnifiedModel)new ToyModel();
        var recipe = Recipe(model);
        return Run(folder, model, what switch { "rounds" => Rounds(recipe, 3), "several" => Several(recipe), _ =>
            Two(recipe) }, happens, evaluator, proposer);
    }

    /// <summary>Runs an experiment of recipes of one's own.</summary>
    public static ExperimentResult Run(
        string folder, IUnifiedModel model, IReadOnlyList<Recipe> recipes, Action<string, Action> happens,
        IEvaluator? evaluator = null, IRegionProposer? proposer = null)
    {
        var experiment = new Experiment(Tapped(folder, happens), model, recipes, evaluator ?? new Brightness())
        {
            Cache = Path.Combine(folder, "cache"), Proposer = proposer,
        };
        return Run(experiment, recipes, progress => happens("step " + progress.Stage, () => { }));
    }

    /// <summary>Runs an experiment and gives every report of its progress.</summary>
    public static ExperimentResult Run(
        string folder, IUnifiedModel model, IReadOnlyList<Recipe> recipes, Action<StageProgress> told) =>
        Run(
            new Experiment(RunFolder.Open(folder), model, recipes, new Brightness())
            {
                Cache = Path.Combine(folder, "cache"),
            },
            recipes, told);

    private static ExperimentResult Run(
        Experiment experiment, IReadOnlyList<Recipe> recipes, Action<StageProgress> told) => experiment.Run(
            recipes.Any(recipe => recipe.Train.Objective is Rendered) ? Shapes : Prompts("train", 5),
            Prompts("test", 3), "srum run", new Steps(told));

    /// <summary>Every file that a kill must not change, by name, with its content.</summary>
    public static SortedDictionary<string, string> Content(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .Where(file => !$"/{file.Name}".Contains("/times/", StringComparison.Ordinal)
                && !file.Name.EndsWith(".lock", StringComparison.Ordinal)
                && !file.Name.EndsWith(".owner", StringComparison.Ordinal)
                && file.Name is not ("result.json" or "report.html"))
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

    /// <summary>The published rule for seconds.</summary>
    public static Recipe Recipe(IUnifiedModel model)
    {
        var draw = model.Settings.Draw with { Steps = 3, BatchSize = 4 };
        return new Recipe
        {
            Name = "published",
            Rollout = new RolloutSettings { Pictures = 2, Draw = draw },
            Train = new TrainSettings { Steps =
                7, BatchSize = 4, LearningRate = 0.01, WarmUpSteps = 2, CheckpointEvery = 3 },
            Evaluation = new EvaluationSettings { Draw = draw },
        };
    }

    /// <summary>SFT beside a recipe.</summary>
    public static IReadOnlyList<Recipe> Two(Recipe recipe) => [recipe.With("sft", new Supervised()), recipe];

    /// <summary>Three recipes, two trainings each; the last one draws pictures of its own.</summary>
    public static IReadOnlyList<Recipe> Several(Recipe recipe) =>
    [
        .. Two(recipe with { Trainings = 2 }),
        recipe.With("local-matched", new Weighted { Reward = RewardKind.Local, MeanWeight = 1 }) with
        {
            Trainings = 2, Rollout = recipe.Rollout with { Seed = 1 },
        },
    ];

    /// <summary>
    /// Rounds of the bounded branch beside SFT and the control, on three of <see cref="Shapes"/> a round.
    /// </summary>
    public static IReadOnlyList<Recipe> Rounds(Recipe one, int rounds)
    {
        var many = one with
        {
            Rounds = rounds, Rollout = one.Rollout with { Prompts = 3 }, Train = one.Train with { Steps = 4 },
        };
        return
        [
            many.With("control", new Rendered()), many.With("sft", new Supervised()),
            many.With("bounded", new Bounded { Share = PictureShare.Rank }),
        ];
    }

    /// <summary>Prompts that the control can render.</summary>
    private static PromptSet Shapes { get; } =
        new("shapes", [
            .. new[]
                {
                    "a red circle", "a blue square", "two red squares", "a red square left of a blue circle",
                    "a blue circle",
                }
                .Select((text, i) => new PromptEntry(i, text, "")),
        ]);

    private static PromptSet Prompts(string name, int count) =>
        new(name, [.. Enumerable.Range(1, count).Select(i => new PromptEntry(i, $"{name} {i} a red "
            + "dog", i % 2 == 0 ? "even" : "odd"))]);

    // "records/rollout.jsonl" and "pictures/00003-001.png.12-ab.partial" as "records/rollout" and "pictures".
    private static string Kind(string folder, string path)
    {
        var parts = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);
        return parts is ["records", var log]
            ? "records/" + log.Split('.')[0]
            : parts is [var file]
            ? file.Split('.')[0]
            : parts[0];
    }

    // Weights that were never trained write nothing that a judge could mean.
    private sealed class ToyJudged(IUnifiedModel inner) : DelegatingModel(inner)
    {
        public override IReadOnlyList<string> Answer(
            IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default) =>
            [.. questions.Select(ToyModel.Judgement)];

        public override IReadOnlyList<WeighedAnswer> AnswerAndWeigh(
            IReadOnlyList<Question> questions, AnswerSettings settings, IReadOnlyList<string> continuations,
            CancellationToken cancel = default) =>
            [
                .. Answer(questions, settings, cancel)
                    .Select(text => new WeighedAnswer(text, new Dictionary<int, double[]>())),
            ];
    }

    private sealed class Steps(Action<StageProgress> report) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => report(value);
    }

    private sealed class Brightness : IEvaluator
    {
        public string Name => "brightness";

        public IReadOnlyList<PictureScore?> Score(
            IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default) =>
            [
                .. pictures.Select(item => new PictureScore(
                    item.Picture.Rgb.Average(value => value) > 127, item.Picture.Rgb.Average(value => value) / 255)),
            ];
    }
}
