using System.Text.Json;
using Srum.Benchmarks;
using Srum.Display;
using Srum.Endpoints;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Models;
using Srum.Recipes;
using Srum.Regions;
using Srum.Rollout;
using Srum.Rounds;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary><c>srum eval --benchmark NAME</c>: draws a benchmark's pictures, has them marked, and sums up.</summary>
internal static class BenchmarkEvaluation
{
    // Settings of an evaluation that a benchmark's drawing does not have.
    private static readonly string[] OfAnEvaluation =
        ["promptSet", "choosingSet", "prompts", "pictures", "guidances", "bestOf", "redraw"];

    /// <summary>What is wrong with the flags; null = nothing.</summary>
    public static string? Fault(EvalCommand.Flags flags) => flags switch
    {
        { Benchmark: null, Judge: null, Results: null } => null,
        { Benchmark: null } => "--judge and --results belong to a benchmark: name it with --benchmark.",
        { Benchmark: var name } when KnownBenchmarks.All.All(benchmark => benchmark.Name != name) =>
            $"--benchmark must be {KnownBenchmarks.Names}, not '{name}'.",
        { Benchmark: not "shapes", PromptSet: null } =>
            $"--benchmark {flags.Benchmark} needs --prompt-set, the benchmark's own prompt file.",
        { Judge: var judge } when JudgeFlag.Fault(judge, flags.Set) is { } fault => fault,
        { Benchmark: not "shapes", Judge: "truth" } =>
            "--judge truth is for --benchmark shapes: no other benchmark's pictures have a known truth.",
        { Benchmark: "geneval", Judge: not null } =>
            "GenEval is marked by a detector: give its results with --results, not a --judge.",
        { Judge: var judge } when JudgeFlag.EndpointOf(judge) is null
            && flags.Set.Any(change => change.StartsWith("judge.", StringComparison.Ordinal)) =>
            "--set judge.… is for an endpoint that marks a benchmark: name it with --judge endpoint:NAME, or leave it "
            + "out. The model itself is asked as the benchmark says.",
        { Set: var set } when set.FirstOrDefault(change => OfAnEvaluation.Any(
            name => change.StartsWith($"evaluation.{name}=", StringComparison.Ordinal))) is { } unused =>
            $"--set {unused} does nothing for a benchmark, which has its own prompts and draws each at one guidance: "
            + "leave it out. --prompts, --pictures and --set evaluation.draw.… are for benchmarks too.",
        { Benchmark: not "geneval", Results: not null } => "--results are a detector's, for --benchmark geneval.",
        _ => null,
    };

    /// <summary>Runs the benchmark, or what is left of it.</summary>
    public static int Run(string name, EvalCommand.Flags flags, string command, CancellationToken cancel)
    {
        var (benchmark, part) = (KnownBenchmarks.Find(name), flags.Part());
        var recipe = flags.OneRecipe();
        var file = flags.SetFile(flags.PromptSet ?? recipe.Evaluation.PromptSet);
        var prompts = Spread.Over(benchmark.Read(file), flags.Prompts);
        var endpoint = Endpoint(recipe, flags.Judge);
        var detector = flags.Results is null ? null : new DetectorMarker(flags.Results);
        var run = RunFolder.Open(flags.Run);
        using var model = ShippedModel.Open(flags);
        var settings = new RolloutSettings
        {
            Pictures = flags.Pictures ?? benchmark.PicturesPerPrompt,
            Draw = flags.OneRecipe(model.Settings.Draw).Evaluation.Draw,
        };
        var marker = detector ?? Marker(benchmark, flags.Judge, model, endpoint);
        using (var progress = ConsoleProgress.Create())
        {
            var set = BenchmarkPrompt.Set(Path.GetFileNameWithoutExtension(file), prompts);
            var pictures = (long)prompts.Count * settings.Pictures / part.Count;
            PlannedStage[] stages = [new("rollout", WorkKind.Draw, pictures), new("mark", WorkKind.Judge, pictures)];
            var told = new PlannedProgress(progress, marker is null ? stages[..1] : stages);
            var own = RolloutStage.Run(run, model, set, settings, part, told, cancel);
            if (marker is not null)
            {
                BenchmarkStage.Run(run, benchmark, prompts, own, marker, part, told, cancel);
            }
        }

        if (!RolloutStage.IsDone(run))
        {
            Console.WriteLine($"Shard {part} is done. The last shard prints the scores.");
            return 0;
        }

        var drawn = RolloutStage.Read(run);
        if (marker is null)
        {
            DetectorFolder.Write(run, run.File("geneval"), prompts, drawn);
            Console.WriteLine(
                $"{drawn.Count} pictures are laid out in {run.File("geneval")}. Run GenEval's detector over them, then "
                + "give this command again with --results FILE.");
            return 0;
        }

        var isOwnJudge = flags.Judge == "own" || (benchmark is IJudgedBenchmark && endpoint is null);
        var marked = BenchmarkStage.Read(run, benchmark, prompts, drawn, marker);
        var result = new BenchmarkResult
        {
            Benchmark = benchmark.Name,
            Command = command,
            Commit = GitCommit.Current(),
            Model = model.Identity,
            Marker = marker.Name,
            Prompts = $"{Path.GetFileName(file)} {ContentKey.Of(BenchmarkPrompt.Set("", prompts).Prompts)[..12]}",
            Thinks = settings.Draw.Think,
            Pictures = settings.Pictures,
            Settings = JsonSerializer.SerializeToElement(settings, RecordFormat.Line),
            Scores = benchmark.Sum(marked),
            Remarks = BenchmarkRemarks.Of(benchmark, prompts, marked, settings.Pictures, isOwnJudge),
            Published = benchmark.Published,
        };
        run.Write(result.ToJson(), "benchmark.json");
        run.Write(BenchmarkPage.ToHtml(result), "benchmark.html");
        if (benchmark is CompBench)
        {
            CompBenchTables.Write(run.File("tables"), marked, settings.Draw.Think);
        }

        Console.WriteLine(BenchmarkPage.Groups(result, benchmark));
        Console.WriteLine(BenchmarkPage.Overalls(result, benchmark));
        foreach (var remark in result.Remarks)
        {
            Console.WriteLine(remark);
        }

        Console.WriteLine($"The page, with published figures beside it: {run.File("benchmark.html")}");
        if (marked.All(picture => picture.Record is not null))
        {
            return 0;
        }

        // As where a run is judged: what got no reply is a failure, after all that was found has been told.
        if (endpoint is { } asked && (asked.Endpoint.Ended ?? asked.Endpoint.LastFault) is { } fault)
        {
            throw new SrumException(
                $"{fault} What was marked is kept; give the same command again to ask for the rest alone.");
        }

        Console.WriteLine(marker is DetectorMarker
            ? "The detector's results say nothing of those: give the same command again with the results of all."
            : "Other shards mark those: give the same command again when all are done.");
        return 0;
    }

    // Opened before anything is drawn, so that a missing file or key is told at once.
    private static (Endpoint Endpoint, EndpointJudgeSettings Settings)? Endpoint(Recipe recipe, string? judge) =>
        JudgeFlag.EndpointOf(judge) is not null && recipe.Judge is EndpointJudgeSettings settings
            ? (new EndpointBook().Open(settings), settings) : null;

    private static IPictureMarker? Marker(
        IBenchmark benchmark, string? judge, IUnifiedModel model,
        (Endpoint Endpoint, EndpointJudgeSettings Settings)? elsewhere) => benchmark switch
    {
        IJudgedBenchmark judged => new JudgeMarker(
            judged, elsewhere is null ? new OwnJudge(model) : new EndpointPictureJudge(elsewhere.Value.Endpoint)),
        ShapesBenchmark when elsewhere is { } other => ShapesBenchmark.Marker(
            new EndpointJudge(other.Endpoint, new SegmentProposer(), other.Settings, JudgeQuestions.Sample),
            new EndpointPictureJudge(other.Endpoint).Name),
        ShapesBenchmark => ShapesBenchmark.Marker(
            judge == "own" ? new VerdictEvaluator(model) : new OracleEvaluator(model.Settings.World)),
        _ => null,
    };
}
