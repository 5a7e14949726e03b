using Srum.Evaluation;
using Srum.Shapes;

namespace Srum.Tests.Evaluation;

public class OracleEvaluatorTests
{
    [Fact]
    public void Right_wrong_and_foreign_prompts_are_told_apart()
    {
        var scene = new Scene(
            Background.Grey, [new(ObjectShape.Circle, ObjectColour.Green, ObjectFill.Solid, 6.5, 8, 8)]);
        var picture = SceneRenderer.Render(scene);
        string[] prompts =
            ["a circle of the colour of grass", "a solid green circle on a grey background", "a red circle", "a dog"];
        var scores = new OracleEvaluator()
            .Score([.. prompts.Select(text => new EvaluatedPicture(new EvaluationPrompt(text, text), picture))]);
        Assert.Equal([true, true, false, null], scores.Select(score => score?.Correct));
        Assert.InRange(scores[0]!.Partial, 0.95, 1);
        Assert.InRange(scores[2]!.Partial, 0.4, 0.9);
    }
}
