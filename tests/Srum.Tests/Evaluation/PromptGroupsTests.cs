using Srum.Evaluation;
using Srum.Prompts;
using Srum.Shapes;

namespace Srum.Tests.Evaluation;

public sealed class PromptGroupsTests
{
    [Fact]
    public void A_prompt_is_drawn_practised_or_new_by_what_it_combines()
    {
        var held = Held(CombinationGroup.Tune);
        var groups = new PromptGroups(World.Small, [new(1, $"a big {held[0]} on a white background", "color")]);
        Assert.Equal(PromptGroup.Practised, Of(groups, $"a {held[0]}"));
        Assert.Equal(PromptGroup.New, Of(groups, $"a {held[1]}"));
        Assert.Equal(PromptGroup.Drawn, Of(groups, $"a {Held(CombinationGroup.Drawn)[0]}"));
        // Something of it was practised, something is new.
        Assert.Null(Of(groups, $"a {held[0]} and a {held[1]}"));
        Assert.Null(Of(groups, "a castle at dawn"));
    }

    [Fact]
    public void Other_words_stand_for_the_same_combination()
    {
        var groups = new PromptGroups(World.Small, []);
        var held = Held(CombinationGroup.Test)[0];
        Assert.Equal(
            groups.Of(new("1", $"a {held}", "color"))!.Name,
            groups.Of(new("2", $"a big {held} on a white background", "color"))!.Name);
    }

    private static PromptGroup? Of(PromptGroups groups, string text) => groups.Of(new("1", text, "color"))?.Group;

    private static string[] Held(CombinationGroup group) =>
    [
        .. from shape in World.Small.Shapes
            from colour in World.Small.Colours
            from fill in Enum.GetValues<ObjectFill>()
            where World.Small.GroupOf(shape, colour, fill) == @group
            select $"{colour} {fill} {shape}".ToLowerInvariant(),
    ];
}
