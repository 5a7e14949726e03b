using CsCheck;
using Srum.Shapes;

namespace Srum.Tests.Shapes;

public class PromptParserTests
{
    [Fact]
    public void Every_sampled_prompt_is_read_back_from_its_text() => Gen.Long.Sample(
        seed =>
        {
            var world = seed % 2 == 0 ? World.Small : World.Wide;
            var prompt = Worlds.Any(new SeededRandom(seed), world).Prompt;
            var parsed = PromptParser.Parse(prompt.Text, prompt.Category, world)!;
            Assert.Equal(prompt.Objects, parsed.Objects);
            Assert.Equal((prompt.Text, prompt.Category, prompt.Relation, prompt.Background, prompt.Resolved),
                (parsed.Text, parsed.Category, parsed.Relation, parsed.Background, parsed.Resolved));
        },
        iter: 2_000);

    [Theory]
    [InlineData("a circle of the colour of grass", "a green circle", PromptCategory.Reasoning)]
    [InlineData("one more than two crosses", "three crosses", PromptCategory.Reasoning)]
    [InlineData("A red circle left of a blue square.", "a red circle left of a blue square", PromptCategory.Spatial)]
    [InlineData("two solid red circles and a square", "two red solid circles and a square", PromptCategory.Numeracy)]
    [InlineData(
        "an outline triangle  on a grey background", "an outline triangle on a grey background", PromptCategory.Color)]
    public void A_prompt_of_ones_own_is_resolved(string text, string resolved, PromptCategory category)
    {
        var parsed = PromptParser.Parse(text)!;
        Assert.Equal((resolved, category), (parsed.Resolved, parsed.Category));
    }

    [Theory]
    [InlineData("something", "something")]
    [InlineData("something red outline", "something red outline")]
    [InlineData("an outline thing left of an arrow", "something outline left of an arrow")]
    [InlineData("two pink things and something solid", "two pink things and something solid")]
    [InlineData(
        "something small of the colour of a carrot on a grey background",
        "something small orange on a grey background")]
    public void The_wide_world_leaves_attributes_open(string text, string resolved) =>
        Assert.Equal(resolved, PromptParser.Parse(text, world: World.Wide)!.Resolved);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a dog")]
    [InlineData("red circle")]
    [InlineData("a red green circle")]
    [InlineData("a red,green circle")]
    [InlineData("a 3 circle")]
    [InlineData("a red circle of the colour of grass")]
    [InlineData("three circles and two squares")]
    [InlineData("five circles")]
    [InlineData("two circles left of a square")]
    [InlineData("a circle left of")]
    [InlineData("a circle and ")]
    [InlineData("an odd")]
    [InlineData("zero circles")]
    [InlineData("a star")]
    [InlineData("a pink circle")]
    [InlineData("something red")]
    [InlineData("a circle of the colour of a carrot")]
    [InlineData("a circle on a grey background on a white background")]
    [InlineData("a circle of the colour of the sky of the colour of grass")]
    public void Anything_else_is_not_of_this_world(string text) => Assert.Null(PromptParser.Parse(text));
}
