namespace Srum.Training;

/// <summary>How the learning rate goes on after its warm-up.</summary>
public enum LearningRateDecay
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>In a straight line towards 0, which the step after the last would have.</summary>
    Linear,

    /// <summary>Along half a cosine towards 0, which the step after the last would have.</summary>
    Cosine,
}
