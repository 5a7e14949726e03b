namespace Srum.Shapes;

/// <summary>What is true of a region.</summary>
/// <param name="Shown">The object whose centre lies in it; null = none.</param>
/// <param name="Right">
/// That object stands for a requirement of the prompt and meets it. An object too many is wrong, and of two alike where
/// one is asked for that is the later region: the judge is taught the same.
/// </param>
public readonly record struct RegionTruth(SceneObject? Shown, bool Right);
