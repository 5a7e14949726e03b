using Srum.Models;
using Srum.Pretraining;

namespace Srum.Tests.Pretraining;

public class ModelGateTests
{
    [Theory(Explicit = true)]
    [InlineData("model", 0.5, 0.85, 0)]
    [InlineData("wide", 0.5, 0.85, 0)]
    [InlineData("janus", 0.5, 0.6, 28)]
    [Trait("Category", "ModelGate")]
    public void A_shipped_model_draws_most_objects_right_and_tells_right_pictures_from_wrong_ones(
        string name, double objects, double auc, int unanswered)
    {
        using var model = UnifiedModel.Open(Path.Combine(DataFolder.Path, name));

        // Twelve prompts a category: far from exact, and far enough above the least that a model must reach.
        var scores = ModelScores.Measure(
            model, model.Settings.Draw, prompts: 84, cancel: TestContext.Current.CancellationToken);

        Assert.InRange(scores.ObjectsRight.Mean, objects, 1);
        Assert.InRange(scores.Judge.AucWithinPrompt!.Value, auc, 1);
        Assert.InRange(scores.Judge.Unanswered, 0, unanswered);
    }
}
