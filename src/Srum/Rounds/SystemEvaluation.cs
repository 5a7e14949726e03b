using System.Globalization;
using Srum.Evaluation;
using Srum.Models;
using Srum.Runs;

namespace Srum.Rounds;

/// <summary>Evaluates systems, at one guidance scale or at several of which each system takes its best.</summary>
/// <param name="run">The run.</param>
/// <param name="settings">How systems draw, and at which scales.</param>
/// <param name="evaluator">Scores the pictures.</param>
/// <param name="evaluation">What is drawn to evaluate.</param>
/// <param name="choosing">What is drawn to choose a scale; null = what is evaluated.</param>
internal sealed class SystemEvaluation(
    RunFolder run, EvaluationSettings settings, IEvaluator evaluator,
    IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> evaluation,
    IReadOnlyList<(EvaluationPrompt Prompt, long Seed)>? choosing)
{
    /// <summary>Pictures of each training that are kept to be shown.</summary>
    private const int Shown = 24;

    private const string Chooses = "-choosing";

    private IReadOnlyList<double> Scales => settings.Guidances ?? [settings.Draw.TextGuidance];

    /// <summary>The name of a training's evaluation at a scale.</summary>
    /// <param name="training">Name of the training.</param>
    /// <param name="guidance">The scale; null where there is one for all.</param>
    public static string NameOf(string training, double? guidance) =>
        guidance is { } scale ? string.Create(CultureInfo.InvariantCulture, $"{training}-guidance{scale}") : training;

    /// <summary>The evaluations of a training, in their order, with how many pictures each draws.</summary>
    public IEnumerable<(string Name, int Pictures)> Planned(string training)
    {
        foreach (var scale in Scales)
        {
            var name = At(training, scale);
            yield return (name, evaluation.Count);
            if (choosing is not null && settings.Guidances is not null)
            {
                yield return (name + Chooses, choosing.Count);
            }
        }
    }

    /// <summary>Evaluates a training at every scale, in their order.</summary>
    public IReadOnlyList<ScaleRecords> Run(
        string training, IUnifiedModel system, IProgress<StageProgress>? progress, CancellationToken cancel) =>
    [
        .. Scales.Select(scale =>
        {
            var name = At(training, scale);
            var records = Evaluate(name, evaluation, Shown);
            return new ScaleRecords(records, choosing is null || settings.Guidances is null ? records
                : Evaluate(name + Chooses, choosing, 0));

            IReadOnlyList<EvaluationRecord> Evaluate(
                string own, IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> pictures, int keep) =>
                EvaluateStage.Run(
                    run, own, system, pictures, settings.Draw with { TextGuidance = scale }, evaluator, keep,
                    progress: progress, cancel: cancel);
        }),
    ];

    /// <summary>The index of a system's best scale.</summary>
    /// <param name="trainings">A row a training.</param>
    public int Best(IReadOnlyList<IReadOnlyList<ScaleRecords>> trainings) =>
        Enumerable.Range(0, Scales.Count).MaxBy(scale => trainings.Average(training => Rate(training[scale].Choosing)));

    /// <summary>The chosen scale; null where there is one for all.</summary>
    public double? Chosen(int scale) => settings.Guidances?[scale];

    /// <summary>The table of a system over the scales.</summary>
    /// <param name="name">Name of the system.</param>
    /// <param name="seeds">Its training seeds.</param>
    /// <param name="trainings">A row a training.</param>
    /// <param name="best">Index of its best scale.</param>
    public IEnumerable<GuidanceScore> Table(
        string name, IReadOnlyList<long> seeds, IReadOnlyList<IReadOnlyList<ScaleRecords>> trainings, int best)
    {
        return Scales.Select((scale, i) => new GuidanceScore(
            name, scale, choosing is null ? null : Whole(training => training[i].Choosing),
            Whole(training => training[i].Evaluated), i == best));

        Estimate? Whole(Func<IReadOnlyList<ScaleRecords>, IReadOnlyList<EvaluationRecord>> records)
        {
            IReadOnlyList<EvaluationRecord>[] rows = [.. trainings.Select(records)];
            return PromptEvaluation.CanTabulate(rows)
                ? PromptEvaluation.Tabulate(name, seeds, rows).Result.WholePrompt
                : null;
        }
    }

    private string At(string training, double scale) => NameOf(training, settings.Guidances is null ? null : scale);

    private static double Rate(IReadOnlyList<EvaluationRecord> records) =>
        records.Where(record => record.Score is not null)
            .Select(record => record.Score!.Correct ? 1.0 : 0.0)
            .DefaultIfEmpty()
            .Average();
}
