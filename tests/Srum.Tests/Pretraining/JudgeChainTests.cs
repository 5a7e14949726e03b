using Srum.Pretraining;
using Srum.Shapes;

namespace Srum.Tests.Pretraining;

public sealed class JudgeChainTests
{
    private static readonly Scene Scene = new(
        Background.Grey,
        [
            new(ObjectShape.Circle, ObjectColour.Red, ObjectFill.Outline, 4.8, 8, 8),
            new(ObjectShape.Square, ObjectColour.Green, ObjectFill.Solid, 6.2, 24, 24),
        ]);

    [Theory]
    [InlineData(false, "1 small red outline circle ; 2 big green solid square ; on grey ;")]
    [InlineData(true, "1 above left small red outline circle ; 2 below right big green solid square ; on grey ;")]
    public void A_description_names_each_object_and_where_told_its_place(bool placed, string description) =>
        Assert.Equal(description, Of("a red circle", placed).Description);

    [Theory]
    [InlineData("a green square and a red circle", "green square : 2 big green solid square yes ; red circle : 1 small "
        + "red outline circle yes ; count 2 : 2 yes ; all : yes")]
    [InlineData("a green square below a red circle", "green square : 2 big green solid square yes ; red circle : 1 "
        + "small red outline circle yes ; below : 2 diagonal 1 no ; count 2 : 2 yes ; all : no")]
    [InlineData("a blue square", "blue square : 2 big green solid square no ; count 1 : 2 no ; all : no")]
    public void The_comparison_points_at_what_meets_each_requirement_and_quotes_it(string prompt, string comparison) =>
        Assert.Equal(comparison, Of(prompt, placed: true).Comparison);

    private static JudgeChain Of(string prompt, bool placed) => new(
        PromptParser.Parse(prompt)!, Scene, largestFirst: false, placed);
}
