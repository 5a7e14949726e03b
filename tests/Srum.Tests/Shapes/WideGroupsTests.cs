using Srum.Shapes;

namespace Srum.Tests.Shapes;

/// <summary>The groups of the wide world's combinations.</summary>
public class WideGroupsTests
{
    private static readonly World World = World.Wide;
    private static readonly CombinationGroup[] HeldOut =
        [CombinationGroup.Practised, CombinationGroup.Tune, CombinationGroup.Test];

    private static (ObjectShape Shape, ObjectColour Colour, ObjectFill Fill)[] Objects =>
    [
        .. from shape in World.Shapes
            from colour in World.Colours
            from fill in Enum.GetValues<ObjectFill>()
            select (shape, colour, fill),
    ];

    [Fact]
    public void Each_group_but_the_drawn_one_has_twelve_objects_of_all_shapes_all_colours_and_both_fills() =>
        Assert.All(HeldOut, group =>
        {
            var members = Objects.Where(item => World.GroupOf(item.Shape, item.Colour, item.Fill) == group).ToArray();
            Assert.Equal(12, members.Length);
            Assert.Equal(8, members.Select(item => item.Shape).Distinct().Count());
            Assert.Equal(8, members.Select(item => item.Colour).Distinct().Count());
            Assert.All(members.CountBy(item => item.Fill), fill => Assert.Equal(6, fill.Value));
        });

    [Fact]
    public void Every_pair_of_attributes_stays_drawn_and_none_is_held_out_much_more_than_another()
    {
        var drawn = Objects.Where(item => World.GroupOf(item.Shape, item.Colour, item.Fill) == CombinationGroup.Drawn)
            .ToArray();
        Assert.Equal(128 - 36, drawn.Length);
        Assert.Equal(64, drawn.Select(item => (item.Shape, item.Colour)).Distinct().Count());
        Assert.All(drawn.CountBy(item => (item.Shape, item.Fill)), pair => Assert.InRange(pair.Value, 5, 7));
        Assert.Equal(16, drawn.Select(item => (item.Shape, item.Fill)).Distinct().Count());
        Assert.All(drawn.CountBy(item => (item.Colour, item.Fill)), pair => Assert.InRange(pair.Value, 4, 8));
        Assert.Equal(16, drawn.Select(item => (item.Colour, item.Fill)).Distinct().Count());
    }

    [Fact]
    public void Each_group_but_the_drawn_one_has_24_counts_and_every_kind_and_every_number_stays_drawn()
    {
        var counts = (from count in (int[])[2, 3, 4] from shape in World.Shapes from colour in World.Colours
                      select (Count: count, Shape: shape, Colour: colour,
                          Group: World.Groups.OfCount(count, shape, colour)))
                          .ToArray();
        Assert.All(HeldOut, group => Assert.Equal(24, counts.Count(item => item.Group == group)));
        var drawn = counts.Where(item => item.Group == CombinationGroup.Drawn).ToArray();
        Assert.Equal(64, drawn.Select(item => (item.Shape, item.Colour)).Distinct().Count());
        Assert.Equal(24, drawn.Select(item => (item.Count, item.Shape)).Distinct().Count());
        Assert.Equal(24, drawn.Select(item => (item.Count, item.Colour)).Distinct().Count());
    }

    [Fact]
    public void Of_the_relations_about_a_tenth_is_in_each_group_and_both_wordings_of_one_are_one()
    {
        var random = new SeededRandom(1);
        var groups = Enumerable.Range(0, 3_000)
            .Select(_ => Combinations.GroupOf(new PromptSampler(World).Any(random, PromptCategory.Spatial), World))
            .ToArray();
        Assert.All(HeldOut, group => Assert.InRange(groups.Count(found => found == group), 240, 360));
        Assert.Equal(
            Combinations.Of(PromptParser.Parse("a red star left of a blue moon", world: World)!, World),
            Combinations.Of(PromptParser.Parse("a blue moon to the right of a red star", world: World)!, World));
    }

    [Fact]
    public void What_a_prompt_leaves_open_is_part_of_no_combination()
    {
        Assert.Equal(["star red solid"], All("a red solid star"));
        Assert.Empty(All("a red star"));
        Assert.Empty(All("something red solid"));
        Assert.Equal(["2 star red"], All("two red stars"));
        Assert.Empty(All("two red things"));
        Assert.Equal(
            ["star red solid", "star red outline", "2 star red"], All("a red solid star and a red outline star"));
        Assert.Equal(["red star left blue moon"], All("a red star left of a blue moon"));
        Assert.Empty(All("a red star left of something blue"));

        static IReadOnlyList<string> All(string text) =>
            Combinations.All(PromptParser.Parse(text, world: World)!, World);
    }

    [Fact]
    public void A_scene_that_pretraining_draws_shows_nothing_that_is_held_out()
    {
        var (random, scenes) = (new SeededRandom(2), new Srum.Pretraining.LessonScenes(World));
        var open = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var (prompt, drawn) = scenes.Drawn(random, 2);
            open += prompt.Objects.Any(item => item.Shape is null) ? 1 : 0;
            Assert.All(
                drawn,
                scene => Assert.True(
                    Combinations.IsDrawn(scene, World)
                        && SceneCheck.Of(prompt, scene.Background, scene.Objects).Correct));
        }

        Assert.InRange(open, 200, 600);
        Assert.False(Combinations.IsDrawn(Row(ObjectColour.Red, ObjectFill.Solid), World));
        Assert.True(Combinations.IsDrawn(Row(ObjectColour.Red, ObjectFill.Outline), World));

        // A red solid circle is practised.
        static Scene Row(ObjectColour colour, ObjectFill fill) => new(
            Background.White, [new(ObjectShape.Circle, colour, fill, 4.8, 8, 8)]);
    }

    [Fact]
    public void A_scene_is_held_out_for_its_counts_and_its_relations_too()
    {
        var (count, kind) = (from number in (int[])[2, 3] from shape in World.Shapes
                             where World.Groups.OfCount(number, shape, ObjectColour.Red) != CombinationGroup.Drawn
                                 select (number, shape))
                                 .First();
        var fill = World.GroupOf(kind, ObjectColour.Red, ObjectFill.Solid) == CombinationGroup.Drawn
            ? ObjectFill.Solid
            : ObjectFill.Outline;
        var same = Enumerable.Range(0, count).Select(
            cell => new SceneObject(kind, ObjectColour.Red, fill, 4.8, 8 + (16 * (cell % 2)), 8 + (16 * (cell / 2))))
            .ToArray();
        Assert.False(Combinations.IsDrawn(new Scene(Background.White, same), World));
        Assert.True(Combinations.IsDrawn(new Scene(Background.White, same[..1]), World));

        var related = (from first in World.Shapes from second in World.Shapes
                       where World.Groups.OfRelation($"red {Words.Of(first)} left blue "
                           + $"{Words.Of(second)}") != CombinationGroup.Drawn select (first, second)).First();
        var pair = new[] { Drawn(related.first, ObjectColour.Red, 8), Drawn(related.second, ObjectColour.Blue, 24) };
        Assert.False(Combinations.IsDrawn(new Scene(Background.White, pair), World));
        Assert.All(pair, item => Assert.True(Combinations.IsDrawn(new Scene(Background.White, [item]), World)));

        static SceneObject Drawn(ObjectShape shape, ObjectColour colour, double x) => new(
            shape,
            colour,
            World.GroupOf(shape, colour, ObjectFill.Solid) == CombinationGroup.Drawn
                ? ObjectFill.Solid
                : ObjectFill.Outline,
            4.8, x, 8);
    }
}
