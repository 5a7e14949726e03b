using System.Globalization;
using Srum.Display;
using Srum.Evaluation;
using Srum.Models;
using Srum.Regions;
using Srum.Runs;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>What a finished experiment found, in words and charts.</summary>
public static class ExperimentReport
{
    /// <summary>What a person is told whose pictures have no score.</summary>
    public const string NothingScored =
        "Nothing could score these pictures: the evaluator knows none of the prompts (the shapes oracle knows the "
            + "shapes world alone). "
        + "Look at the pictures yourself, or evaluate on prompts of the shapes world.";
    private const int CurvePoints = 24;
    private const int FewComparisons = 6;

    /// <summary>
    /// The unweighted error of each recipe's first training, in means over stretches of steps: losses of different
    /// weights cannot be compared, this can.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="trainings">Each system with the name of its training.</param>
    public static Chart Errors(RunFolder run, IReadOnlyList<(string System, string Training)> trainings) => new()
    {
        Title = "Unweighted error in training",
        XLabel = "step",
        YLabel = "mean squared error",
        Series =
        [
            .. trainings.Select(trained =>
            {
                var steps = TrainStage.Steps(run, trained.Training);
                TrainStep[][] stretches = [.. steps.Chunk(Math.Max(1, (steps.Count + CurvePoints - 1) / CurvePoints))];
                return new ChartSeries(
                    trained.System,
                    [.. stretches.Select(stretch => stretch.Average(step => (double)step.Step))],
                    [.. stretches.Select(stretch => stretch.Average(step => step.Constraint))]);
            }),
        ],
    };

    /// <summary>
    /// What was found, a sentence each: the comparisons (of many those of the default system, and those that
    /// <see cref="ExperimentTable"/> has no column for), or that nobody could score the pictures; whether pictures
    /// changed in ways that no prompt asks for; and how many regions a proposer other than segmentation found.
    /// </summary>
    public static IReadOnlyList<string> Findings(ExperimentResult result) =>
    [
        .. Scored(result) is { } scored ? [scored] : (string[])[],
        .. Said(result).Select(Finding),
        .. Said(result).Where(pair => pair.B == SystemResult.Untrained).Select(InGroups).OfType<string>(),
        .. result.Signals is { } signals ? Moved(signals) : [],
        .. result.ProposerRecall is { } recall ? [Found(result.Proposer!, recall)] : (string[])[],
    ];

    /// <summary>
    /// What became of the default system in one sentence; empty where nothing was scored, or nothing was trained.
    /// </summary>
    public static string Headline(ExperimentResult result)
    {
        if (result.Find(result.DefaultSystem) is not { WholePrompt: { HasInterval: true } rate } system
            || result.Compare(system.Name, SystemResult.Untrained) is not { Stderr: > 0 } gain)
        {
            return "";
        }

        var isSure = gain.P < 0.05;
        var change = gain.Difference > 0 ? "more" : "fewer";
        var end = isSure ? "." : ": a difference that chance makes too.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"After training by '{system.Name}' {100 * rate.Mean:0.0} % of the pictures are right, "
            + $"{100 * Math.Abs(gain.Difference):0.0} ± {100 * gain.Margin:0.0} points {change} than before{end}");
    }

    private static IEnumerable<Comparison> Said(ExperimentResult result)
    {
        var plain = ExperimentTable.Plain(result);
        return result.Comparisons.Where(pair =>
            result.Comparisons.Count <= FewComparisons || pair.A == result.DefaultSystem
                || (pair.B != SystemResult.Untrained && pair.B != plain));
    }

    /// <summary>How many of the prompts could be scored, in a sentence; null where all were.</summary>
    /// <param name="scored">Prompts that the evaluator scored for every system.</param>
    /// <param name="prompts">Prompts that were evaluated.</param>
    public static string? Scored(int scored, int prompts) => string.Create(
        CultureInfo.InvariantCulture, $"{scored} of {prompts} prompts could be scored") switch
    {
        _ when scored >= prompts && scored > 1 => null,
        var count when scored == 0 => $"{count}. {NothingScored}",
        var count when scored == 1 => $"{count}: one has no interval, so no figure is shown.",
        var count => $"{count}, and the others count in no figure: the evaluator does not know them (the shapes oracle "
            + "knows the shapes world alone).",
    };

    private static string? Scored(ExperimentResult result) =>
        result.Evaluator is null && result.EvaluationPrompts is null ? NothingScored
        : result.EvaluationPrompts is { } prompts ? Scored(result.Systems[0].WholePrompt?.Count ?? 0, prompts)
        : null;

    /// <summary>
    /// What is on record of the system that a recorded result was made for; nothing where that began with another
    /// model.
    /// </summary>
    /// <param name="result">The round at hand.</param>
    /// <param name="recorded">The recorded one; null = none.</param>
    public static IReadOnlyList<string> OnRecord(ExperimentResult result, ExperimentResult? recorded) =>
        recorded is null || !ModelIdentity.SameFiles(recorded.Model, result.Model)
        ? []
        : [
            .. recorded.Comparisons.Where(pair => pair.A == recorded.DefaultSystem)
                .Select(pair => $"On record ({recorded.Command}): {Finding(pair)}"),
        ];

    private static IEnumerable<string> Moved(IReadOnlyDictionary<string, IReadOnlyList<SignalDrift>> systems)
    {
        var alarms = systems.Where(system => system.Value.Any(signal => signal.IsAlarm)).ToArray();
        return alarms.Length == 0
            ? ["No trained system's pictures differ from the base's in brightness, edges, colours or object size by "
                + "more than they may."]
            : alarms.Select(system =>
                $"{system.Key}: pictures changed in what no prompt asks for, which can be a reward that is "
                    + "gamed: "
                    + string.Join("; ", system.Value.Where(signal => signal.IsAlarm).Select(signal => signal.Name))
                    + ".");
    }

    private static string Found(string proposer, Estimate recall) => !recall.HasInterval
        ? $"Segmentation found {(recall.Count == 0 ? "no region" : "regions for one prompt alone, too few")} that the "
            + $"proposer '{proposer}' could be held against."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The proposer '{proposer}' found {Figures.PerCent(recall)} of the regions that segmentation finds (an "
            + $"overlap of at least {RegionRecall.LeastOverlap:0.0}; n = {recall.Count} prompts).");

    /// <summary>A comparison in a sentence.</summary>
    public static string Finding(Comparison comparison)
    {
        if (comparison.Stderr == 0)
        {
            return comparison.Difference == 0
                ? $"{comparison.A} − {comparison.B}: no prompt tells the two apart, so there is no spread to say how "
                    + "small a difference this run could have seen."
                : $"{comparison.A} − {comparison.B}: every prompt tells the two apart alike, so there is no spread to "
                    + "make an interval of.";
        }

        var smallest = PairedTest.SmallestDetectableDifference(comparison.Stderr, comparison.Degrees);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{comparison.A} − {comparison.B}: {100 * comparison.Difference:+0.0;−0.0;0.0} ± "
            + $"{100 * comparison.Margin:0.0} points, {Figures.P(comparison.P)}; this run could have seen "
            + $"{100 * smallest:0.0} points ({comparison.Test}).");
    }

    /// <summary>
    /// A comparison by what was met of the prompts' combinations, in a sentence; null where all prompts stand in one
    /// group, or it is not known.
    /// </summary>
    public static string? InGroups(Comparison comparison) => comparison.ByGroup is not { Count: > 1 } groups
        ? null
        : $"{comparison.A} − {comparison.B} on combinations that were "
            + string.Join(", ", groups.Select(group => string.Create(
                CultureInfo.InvariantCulture,
                $"{Named(group.Key)} {100 * group.Value.Difference:+0.0;−0.0;0.0} ± "
                + $"{100 * group.Value.Margin:0.0} ({Figures.P(group.Value.P)})"))) + ".";

    internal static string Named(PromptGroup group) => group switch
    {
        PromptGroup.Drawn => "drawn",
        PromptGroup.Practised => "practised without a picture",
        _ => "neither",
    };
}
