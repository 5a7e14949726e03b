using Srum.Models;
using Srum.Pretraining;

namespace Srum.Tests.Pretraining;

public class ModelGateTests
{
    [Fact(Explicit = true)]
    [Trait("Category", "ModelGate")]
    public void The_shipped_model_draws_most_objects_right_and_tells_right_pictures_from_wrong_ones()
    {
        using var model = UnifiedModel.Open(Path.Combine(DataFolder.Path, "model"));

        var scores = ModelScores.Measure(model, model.Settings.Draw, cancel: TestContext.Current.CancellationToken);

        Assert.InRange(scores.ObjectsRight.Mean, 0.5, 1);
        Assert.InRange(scores.Judge.AucWithinPrompt!.Value, 0.85, 1);
        Assert.Equal(0, scores.Judge.Unanswered);
    }
}
