namespace Srum.Shapes;

/// <summary>What is true of a picture and its prompt, as the oracle reads it.</summary>
/// <param name="Reading">What the picture shows.</param>
/// <param name="Check">Which requirement is met by what.</param>
/// <param name="Score">
/// Partial truth in [0, 1]: the mean over the requirements (objects, their number, relation, background) of the share
/// of stated attributes that are right, times how clearly they can be seen. An empty picture scores 0.
/// </param>
/// <param name="Reasons">
/// Which requirements fail and why, as <c>size: big, asked small</c>; empty where the picture is right.
/// </param>
public sealed record SceneTruth(
    SceneReading Reading, SceneCheck Check, double Score, IReadOnlyList<string> Reasons)
{
    /// <summary>
    /// Every object, colour, shape, fill, count, relation and stated background right, and nothing else there.
    /// </summary>
    public bool Correct => Check.Correct;
}
