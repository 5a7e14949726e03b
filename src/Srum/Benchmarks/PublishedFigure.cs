namespace Srum.Benchmarks;

/// <summary>A published result with the conditions under which it was measured.</summary>
/// <param name="System">The model.</param>
/// <param name="Thinks">Whether it thought before drawing; null = not stated.</param>
/// <param name="Judge">Who scored.</param>
/// <param name="Pictures">Pictures a prompt; null = not stated.</param>
/// <param name="Source">Where it was published.</param>
/// <param name="Groups">Scores by category, in the benchmark's unit.</param>
/// <param name="Overall">The overall score as published; null where only categories are.</param>
public sealed record PublishedFigure(
    string System, bool? Thinks, string Judge, int? Pictures, string Source,
    IReadOnlyDictionary<string, double> Groups, double? Overall);
