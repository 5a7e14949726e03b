namespace Srum.Runs;

/// <summary>
/// How far a stage has come. Stages report it through <see cref="IProgress{T}"/> when they begin and after every batch
/// or step; rates and the time left are worked out by whoever shows it.
/// </summary>
/// <param name="Stage">Name of the stage: <c>rollout</c>, <c>judge</c>, <c>train verdict-0</c>, …</param>
/// <param name="Done">Items finished, those of an earlier, interrupted run included.</param>
/// <param name="Total">Items in all; 0 where that is not known.</param>
/// <param name="Unit">What is counted, in the plural.</param>
/// <param name="Loss">The current loss, where the stage has one.</param>
/// <param name="Detail">What else is worth a word on the line; null = nothing.</param>
/// <param name="Place">Where the stage stands in its run; null where that is not known.</param>
public sealed record StageProgress(
    string Stage, long Done, long Total, string Unit = "pictures", double? Loss = null, string? Detail = null,
    RunPlace? Place = null);
