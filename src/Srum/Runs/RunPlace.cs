namespace Srum.Runs;

/// <summary>Where a stage stands in its run.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Count">How many stages the run has.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Later">Items that the stages behind it have left, by kind; kinds without any are left out.</param>
public sealed record RunPlace(int Number, int Count, WorkKind Kind, IReadOnlyDictionary<WorkKind, long> Later);
