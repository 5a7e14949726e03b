namespace Srum.Training;

/// <summary>How the learning rate goes on after its warm-up.</summary>
public enum LearningRateDecay
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>In a straight line to 0 at the last step.</summary>
    Linear,

    /// <summary>Along half a cosine to 0 at the last step.</summary>
    Cosine,
}
