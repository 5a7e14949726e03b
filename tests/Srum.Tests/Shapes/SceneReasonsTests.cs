using Srum.Evaluation;
using Srum.Shapes;

namespace Srum.Tests.Shapes;

public class SceneReasonsTests
{
    private static readonly SceneObject Circle = SceneObject.At(0, ObjectColour.Red, ObjectShape.Circle);
    private static readonly SceneObject Square = SceneObject.At(1, ObjectColour.Blue, ObjectShape.Square);

    public static TheoryData<string, SceneObject[], string> Wrong => new()
    {
        { "a small red circle", [Circle], "size: big, asked small" },
        { "a green circle", [Circle], "colour: red, asked green" },
        { "a red triangle", [Circle], "shape: circle, asked triangle" },
        { "an outline circle", [Circle], "fill: solid, asked outline" },
        { "a red circle left of a blue square", [Circle, Cell(Square, 3)], "relation: diagonal, asked left" },
        { "a red circle above a blue square", [Circle, Square], "relation: left, asked above" },
        { "a red circle and a blue square", [Circle], "missing: blue square" },
        { "a red circle", [Circle, Square], "not asked for: blue square" },
        { "three red circles", [Circle, Cell(Circle, 1)], "number: 2, asked 3" },
        { "a red circle on a white background", [Circle], "background: grey, asked white" },
        { "a red circle and a green square", [Circle, Square], "colour of green square: blue, asked green" },
        { "a small green circle", [Circle], "size: big, asked small; colour: red, asked green" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_picture_has_its_reason(string prompt, SceneObject[] objects, string reason)
    {
        var picture = SceneRenderer.Render(new Scene(Background.Grey, objects));

        Assert.Equal(reason, string.Join("; ", SceneOracle.Truth(prompt, picture).Reasons));
        Assert.Equal(reason, new OracleEvaluator().Score([new(new("1", prompt, ""), picture)])[0]!.Reason);
    }

    /// <summary>No wrong picture without a reason, no right one with one.</summary>
    [Fact]
    public void Reasons_and_the_truth_agree()
    {
        var random = new SeededRandom(7);
        foreach (var (prompt, scene) in Worlds.Many(3, 400))
        {
            foreach (var shown in (Scene[])[scene, SceneFaults.Break(random, prompt, scene)])
            {
                var truth = SceneOracle.Truth(prompt, SceneRenderer.Render(shown));
                Assert.Equal(truth.Correct, truth.Reasons.Count == 0);
            }
        }
    }

    [Fact]
    public void A_prompt_of_another_world_gets_a_sentence()
    {
        var picture = SceneRenderer.Render(new Scene(Background.Grey, [Circle]));

        var refused = Assert.Throws<SrumException>(() => SceneOracle.Truth("a purple dog", picture));
        Assert.Contains("“a purple dog” is not of the shapes world", refused.Message);
        Assert.Throws<SrumException>(() => SceneOracle.Truth(PromptParser.Parse("a purple dog")!, picture));
    }

    private static SceneObject Cell(SceneObject item, int cell) => SceneObject.At(cell, item.Colour, item.Shape);
}
