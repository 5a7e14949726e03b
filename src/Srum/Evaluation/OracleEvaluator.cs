using Srum.Shapes;

namespace Srum.Evaluation;

/// <summary>
/// Scores pictures of the shapes world exactly: a prompt's requirements are read from its words, the picture by
/// <see cref="SceneOracle"/>. Pictures of prompts that are not of this world stay unanswered.
/// </summary>
/// <param name="world">The world. Default: the shipped model's.</param>
public sealed class OracleEvaluator(World? world = null) : IEvaluator
{
    private readonly World world = world ?? World.Shipped;

    /// <inheritdoc/>
    public string Name => world == World.Shipped ? "shapes-oracle" : $"shapes-oracle {world.Name}";

    /// <inheritdoc/>
    /// <exception cref="SrumException">A picture has a size that is not of the world.</exception>
    public IReadOnlyList<PictureScore?> Score(
        IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default)
    {
        var scores = new List<PictureScore?>(pictures.Count);
        foreach (var picture in pictures)
        {
            cancel.ThrowIfCancellationRequested();
            scores.Add(Score(picture));
        }

        return scores;
    }

    private PictureScore? Score(EvaluatedPicture item)
    {
        if (PromptParser.Parse(item.Prompt.Text, world: world) is not { } prompt)
        {
            return null;
        }

        var truth = SceneOracle.Truth(prompt, item.Picture, world);
        return new PictureScore(
            truth.Correct, truth.Score, truth.Correct ? null : string.Join("; ", truth.Reasons));
    }
}
