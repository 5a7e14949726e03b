namespace Srum.Runs;

/// <summary>What takes a run's time: items of one kind take about as long wherever they come.</summary>
public enum WorkKind
{
    /// <summary>Pictures are drawn, to train on or to evaluate.</summary>
    Draw,

    /// <summary>Pictures are judged.</summary>
    Judge,

    /// <summary>Steps are trained.</summary>
    Train,
}

/// <summary>A stage that a run will come to.</summary>
/// <param name="Name">Its name in <see cref="StageProgress.Stage"/>; a later stage may have the same one.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Left">Items that are not done yet when the run is begun or gone on with.</param>
public sealed record PlannedStage(string Name, WorkKind Kind, long Left);

/// <summary>Where a stage stands in its run.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Count">How many stages the run has.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Later">Items that the stages behind it have left, by kind; kinds without any are left out.</param>
public sealed record RunPlace(int Number, int Count, WorkKind Kind, IReadOnlyDictionary<WorkKind, long> Later);
