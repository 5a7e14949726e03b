using Srum.Models;
using Srum.Training;

namespace Srum.Planning;

/// <summary>
/// What plans of all designs have in common: weights, what a training holds beside activations, and how caches grow.
/// </summary>
internal abstract class DesignPlan : IPlannedDesign
{
    public abstract long Parameters { get; }

    /// <summary>Numbers of the largest tensor, which a load holds twice.</summary>
    protected abstract long LargestTensor { get; }

    public abstract long WeightBytes(ModelPrecision precision);

    public abstract int Tokens(string text);

    public virtual StageNeeds Needs(PlannedRun run) => run.Stage switch
    {
        PlanStage.Train => Train(run),
        PlanStage.Judge => Judge(run),
        _ => Rollout(run),
    };

    protected abstract StageNeeds Rollout(PlannedRun run);

    protected abstract StageNeeds Judge(PlannedRun run);

    protected abstract StageNeeds Train(PlannedRun run);

    /// <summary>A stage's needs: the weights, and what comes on top.</summary>
    /// <param name="run">The stage.</param>
    /// <param name="operations">Its operations in one round.</param>
    /// <param name="shares">What it holds beside the weights.</param>
    protected StageNeeds NeedsOf(PlannedRun run, double operations, params IEnumerable<MemoryShare> shares)
    {
        // Files have bf16, which is held beside what it is converted into.
        const int InFile = 2;
        var held = run.Precision.HeldBytes();
        return new(
            [new("weights", WeightBytes(run.Precision)), .. shares.Where(share => share.Bytes > 0)],
            LargestTensor * (held == InFile ? InFile : InFile + held),
            operations * run.Recipe.Rounds);
    }

    /// <summary>A training's needs.</summary>
    /// <param name="run">The training.</param>
    /// <param name="trained">Numbers that are trained.</param>
    /// <param name="activations">Bytes of a pass, kept for the way back.</param>
    /// <param name="operations">Operations of one picture's pass forward.</param>
    protected StageNeeds TrainingNeeds(PlannedRun run, long trained, long activations, double operations)
    {
        var train = run.Recipe.Train;
        // Activations go as gradients come: the fuller end counts. Layers that are computed again come one by one until
        // the last gradients do.
        var gradients = 4 * trained;
        var way = train.Forward.RecomputeLayers ? activations + gradients : Math.Max(activations, gradients);
        // Forward, gradients of rows, gradients of weights, forward again, and forward with the start weights.
        var times = 2 + (train.Lora is null ? 1 : 0) + (train.Forward.RecomputeLayers ? 1 : 0)
            + (train.Objective.AsksStart ? 1 : 0);
        return NeedsOf(
            run,
            (double)train.Steps * train.BatchSize * times * operations,
            new MemoryShare("adapters", train.Lora is null ? 0 : 4 * trained),
            new MemoryShare("the optimiser's two moments", 8 * trained),
            new MemoryShare("the start weights, which each step asks too", train.Objective.AsksStart ? 4 * trained : 0),
            new MemoryShare("an average of the weights", train.AverageDecay is null ? 0 : 4 * trained),
            new MemoryShare(
                way == gradients ? "gradients"
                    : $"activations of {train.PassSize ?? train.BatchSize} pictures, kept for the way back",
                way));
    }

    /// <summary>Columns of a cache at the end of a reply.</summary>
    /// <param name="read">Columns of the first pass.</param>
    /// <param name="asked">Columns with the question.</param>
    /// <param name="all">Columns with the reply.</param>
    protected static long Room(long read, long asked, long all)
    {
        var room = CacheColumns.Grown(0, read);
        room = room < asked ? CacheColumns.Grown(read, asked - read) : room;
        while (room < all)
        {
            room = CacheColumns.Grown(room, 1);
        }

        return room;
    }
}
