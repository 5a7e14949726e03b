using System.Text.Json.Serialization;
using Srum.Imaging;

namespace Srum.Evaluation;

/// <summary>How far one signal moved between two sets of pictures of the same prompts.</summary>
/// <param name="Name">Name of the signal.</param>
/// <param name="Before">Mean before, each prompt counting once.</param>
/// <param name="After">Mean after.</param>
/// <param name="Change">After − before, paired by prompt.</param>
/// <param name="Bound">How much it may move: a share of its standard deviation between prompts before.</param>
public sealed record SignalDrift(string Name, Estimate Before, Estimate After, Estimate Change, double Bound)
{
    private const double DefaultTolerance = 0.25;

    /// <summary>Whether the whole 95 % interval of the change lies beyond the bound.</summary>
    [JsonIgnore]
    public bool IsAlarm => Change.HasInterval && (Change.Interval.Low > Bound || Change.Interval.High < -Bound);

    /// <summary>Compares pictures before and after.</summary>
    /// <param name="before">For each prompt its pictures.</param>
    /// <param name="after">For each of the same prompts, in the same order, its pictures.</param>
    /// <param name="tolerance">Bound as a share of the standard deviation before, above 0. Default 0.25.</param>
    /// <returns>One a signal; diversity only over prompts with two pictures in both sets.</returns>
    /// <exception cref="SrumException">The sets are of different prompts, or a prompt has no picture.</exception>
    public static IReadOnlyList<SignalDrift> Compare(
        IReadOnlyList<IReadOnlyList<Picture>> before, IReadOnlyList<IReadOnlyList<Picture>> after,
        double tolerance = DefaultTolerance) =>
    [
        .. Compare(Measured(before), Measured(after), tolerance),
        Between(
            "diversity between seeds",
            [.. before.Zip(after, (b, a) => (PictureSignals.Diversity(b), PictureSignals.Diversity(a)))
            .Where(pair => pair.Item1 is not null && pair.Item2 is not null)
            .Select(pair => (pair.Item1!.Value, pair.Item2!.Value))],
            tolerance),
    ];

    /// <summary>Compares two systems' evaluations.</summary>
    /// <param name="before">Records of the first system.</param>
    /// <param name="after">Records of the second for the same prompts, several trainings together.</param>
    /// <returns>One a signal of a single picture; none where a record lacks its signals, or of a single
    /// prompt.</returns>
    public static IReadOnlyList<SignalDrift> Compare(
        IReadOnlyList<EvaluationRecord> before, IReadOnlyList<EvaluationRecord> after)
    {
        var later = after.ToLookup(record => record.PromptId, record => record.Signals);
        var prompts = before.GroupBy(record => record.PromptId, record => record.Signals).ToArray();
        return prompts.Length < 2 || prompts.Any(prompt => prompt.Concat(later[prompt.Key]).Contains(null))
            ? []
            : Compare(
                [.. prompts.Select(prompt => prompt.OfType<PictureSignals>().ToArray())],
                [.. prompts.Select(prompt => later[prompt.Key].OfType<PictureSignals>().ToArray())], DefaultTolerance);
    }

    private static IReadOnlyList<SignalDrift> Compare(
        IReadOnlyList<IReadOnlyList<PictureSignals>> before, IReadOnlyList<IReadOnlyList<PictureSignals>> after,
        double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        if (before.Count != after.Count || before.Concat(after).Any(pictures => pictures.Count == 0))
        {
            throw new SrumException($"Signals are compared prompt by prompt: {before.Count} prompts before and "
                + $"{after.Count} after, each with at least one picture, do not match.");
        }

        return
        [
            Drift("brightness", signals => signals.Brightness),
            Drift("edge density", signals => signals.EdgeDensity),
            Drift("colour entropy, bits", signals => signals.ColourEntropy),
            Drift("object size", signals => signals.ObjectSize),
        ];

        SignalDrift Drift(string name, Func<PictureSignals, double> signal) =>
            Between(name, [.. before.Zip(after, (b, a) => (b.Average(signal), a.Average(signal)))], tolerance);
    }

    private static SignalDrift Between(
        string name, IReadOnlyList<(double Before, double After)> prompts, double tolerance)
    {
        var start = Estimate.Of([.. prompts.Select(prompt => prompt.Before)]);
        return new SignalDrift(
            name, start, Estimate.Of([.. prompts.Select(prompt => prompt.After)]),
            Estimate.Of([.. prompts.Select(prompt => prompt.After - prompt.Before)]),
            tolerance * start.StandardError * Math.Sqrt(start.Count));
    }

    private static PictureSignals[][] Measured(IReadOnlyList<IReadOnlyList<Picture>> prompts) =>
        [.. prompts.Select(pictures => pictures.Select(PictureSignals.Of).ToArray())];
}
