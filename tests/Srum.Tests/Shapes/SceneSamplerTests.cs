using CsCheck;
using Srum.Shapes;

namespace Srum.Tests.Shapes;

public class SceneSamplerTests
{
    [Fact]
    public void A_scene_satisfies_its_prompt_and_holds_nothing_else() => Gen.Long.Sample(
        seed =>
        {
            var (prompt, scene) = Worlds.Any(new SeededRandom(seed), Either(seed));
            return SceneCheck.Of(prompt, scene.Background, scene.Objects).Correct
                && scene.Objects.Count == prompt.Objects.Count;
        },
        iter: 2_000);

    [Fact]
    public void Objects_lie_within_cells_of_their_own() => Gen.Long.Sample(
        seed =>
        {
            var scene = Worlds.Any(new SeededRandom(seed), Either(seed)).Scene;
            return scene.Objects.Select(item => item.Cell).Distinct().Count() == scene.Objects.Count
                && scene.Objects.All(item =>
                    Math.Abs(item.X - ((item.Column + 0.5) * 16)) + item.HalfSize < 8
                        && Math.Abs(item.Y - ((item.Row + 0.5) * 16)) + item.HalfSize < 8);
        },
        iter: 2_000);

    [Theory]
    [InlineData("small", "a purple outline cross and a purple solid cross", 110_090)]
    [InlineData("wide", "something outline", 397_320)]
    public void A_seed_gives_the_same_prompt_and_picture_for_ever(string world, string text, int brightness)
    {
        var (prompt, scene) = Worlds.Any(new SeededRandom(7), World.Named(world));
        Assert.Equal(text, prompt.Text);
        // Sines differ by a last digit between systems, and so may a pixel on an edge.
        Assert.InRange(SceneRenderer.Render(scene).Rgb.Sum(value => value), brightness - 8, brightness + 8);
    }

    [Fact]
    public void A_scene_of_a_seen_prompt_shows_no_held_out_object() => Gen.Long.Sample(
        seed =>
        {
            var random = new SeededRandom(seed);
            var world = Either(seed);
            var prompt = new PromptSampler(world).Next(random, (PromptCategory)random.Below(7), open: world.Open);
            return SceneSampler.Next(random, prompt, world).Objects
                .All(item => world.GroupOf(item.Shape, item.Colour, item.Fill) == CombinationGroup.Drawn);
        },
        iter: 2_000);

    [Fact]
    public void A_drawn_scene_shows_no_held_out_number_or_neighbours_either() => Gen.Long.Sample(
        seed =>
        {
            var random = new SeededRandom(seed);
            var prompt = new PromptSampler(World.Wide).Next(
                random, (PromptCategory)random.Below(7), open: World.Wide.Open);
            return SceneSampler.NextDrawn(random, prompt, World.Wide) is not { } scene
                || (Combinations.IsDrawn(scene, World.Wide)
                    && SceneCheck.Of(prompt, scene.Background, scene.Objects).Correct);
        },
        iter: 1_000);

    [Fact]
    public void In_the_small_world_the_first_scene_is_a_drawn_one()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var prompt = new PromptSampler(World.Small).Next(new SeededRandom(seed), (PromptCategory)(seed % 7));
            Assert.Equal(
                SceneSampler.Next(new SeededRandom(seed), prompt, World.Small).Objects,
                SceneSampler.NextDrawn(new SeededRandom(seed), prompt, World.Small)!.Objects);
        }
    }

    [Theory]
    [InlineData("small", ObjectShape.Odd, true)]
    [InlineData("wide", ObjectShape.Odd, true)]
    [InlineData("small", ObjectShape.Circle, false)]
    [InlineData("wide", ObjectShape.Circle, false)]
    public void A_deformed_object_is_never_held_out(string world, ObjectShape shape, bool isDrawn) =>
        Assert.Equal(isDrawn, World.Named(world)!.IsDrawn(shape, ObjectColour.Red, ObjectFill.Solid));

    private static World Either(long seed) => seed % 2 == 0 ? World.Small : World.Wide;
}
