using Srum.Evaluation;

namespace Srum.Rounds;

/// <summary>An untrained system that trained ones are held against: the base, with a judge who chooses.</summary>
/// <param name="Pictures">The most pictures that are drawn for one that is shown.</param>
/// <param name="StopsAtYes">Whether the first that the judge likes is shown, instead of the best of all.</param>
internal sealed record Rival(int Pictures, bool StopsAtYes)
{
    /// <summary>The name that it has among the systems.</summary>
    public string Name => $"{(StopsAtYes ? "redraw" : "best-of")}-{Pictures}";

    /// <summary>Those that an evaluation asks for, in the order of its settings.</summary>
    public static IEnumerable<Rival> Of(EvaluationSettings evaluation) =>
    [
        .. (evaluation.BestOf ?? []).Select(pictures => new Rival(pictures, StopsAtYes: false)),
        .. (evaluation.Redraw ?? []).Select(pictures => new Rival(pictures, StopsAtYes: true)),
    ];
}
