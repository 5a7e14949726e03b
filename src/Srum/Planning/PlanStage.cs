namespace Srum.Planning;

/// <summary>A stage that takes a model's memory and time.</summary>
public enum PlanStage
{
    /// <summary>Drawing the pictures.</summary>
    Rollout,

    /// <summary>Judging them with the model's own eyes.</summary>
    Judge,

    /// <summary>Training on them.</summary>
    Train,
}
