namespace Srum.Runs;

/// <summary>
/// Passes the reports of a run's stages on, each with the stage's place in the whole run, whose stages are known before
/// the first.
/// </summary>
/// <param name="progress">Who is told.</param>
/// <param name="stages">All stages, in their order.</param>
public sealed class PlannedProgress(IProgress<StageProgress> progress, IReadOnlyList<PlannedStage> stages)
    : IProgress<StageProgress>
{
    private int current = -1;

    /// <summary>Passes a report on; that of a stage which was not planned goes as it came.</summary>
    public void Report(StageProgress value)
    {
        // Rounds come back to stages of the same name, so the next one of that name is meant, never one that is over.
        if (current < 0 || stages[current].Name != value.Stage)
        {
            var next = Enumerable.Range(current + 1, stages.Count - current - 1)
                .FirstOrDefault(i => stages[i].Name == value.Stage, -1);
            if (next < 0)
            {
                progress.Report(value);
                return;
            }

            current = next;
        }

        var later = stages.Skip(current + 1).GroupBy(stage => stage.Kind, stage => stage.Left)
            .ToDictionary(kind => kind.Key, kind => kind.Sum()).Where(kind => kind.Value > 0).ToDictionary();
        progress.Report(value with { Place = new RunPlace(current + 1, stages.Count, stages[current].Kind, later) });
    }
}
