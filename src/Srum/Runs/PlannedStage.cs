namespace Srum.Runs;

/// <summary>A stage that a run will come to.</summary>
/// <param name="Name">Its name in <see cref="StageProgress.Stage"/>; a later stage may have the same one.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Left">Items that are not done yet when the run is begun or gone on with.</param>
public sealed record PlannedStage(string Name, WorkKind Kind, long Left);
