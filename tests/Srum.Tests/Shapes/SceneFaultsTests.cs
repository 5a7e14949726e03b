using CsCheck;
using Srum.Shapes;

namespace Srum.Tests.Shapes;

public class SceneFaultsTests
{
    [Fact]
    public void A_broken_scene_fails_its_prompt() => Gen.Long.Sample(
        seed =>
        {
            var random = new SeededRandom(seed);
            var (prompt, scene) = Worlds.Any(random);
            var broken = SceneFaults.Break(random, prompt, scene);
            return !SceneCheck.Of(prompt, broken.Background, broken.Objects).Correct
                && broken.Objects.Select(item => item.Cell).Distinct().Count() == broken.Objects.Count;
        },
        iter: 2_000);

    [Fact]
    public void A_missed_scene_fails_its_prompt_by_what_the_prompt_is_about()
    {
        var random = new SeededRandom(7);
        var (diagonal, resized) = (0, 0);
        foreach (var (prompt, scene) in Worlds.Many(8, 600))
        {
            var missed = SceneFaults.Miss(random, prompt, scene, World.Small);
            var check = SceneCheck.Of(prompt, missed.Background, missed.Objects);
            Assert.False(check.Correct);
            Assert.Equal(missed.Objects.Count, missed.Objects.Select(item => item.Cell).Distinct().Count());
            diagonal += check is { RelationHolds: false, CountHolds: true }
                && missed.Objects is [var a, var b]
                && Relation.Between(a, b) is null ? 1 : 0;
            resized += check.CountHolds && Enumerable.Range(0, prompt.Objects.Count)
                .Any(i => prompt.Objects[i].Size is { } size && missed.Objects[check.Match[i]].Size != size) ? 1 : 0;
        }

        Assert.InRange(diagonal, 15, 200);
        Assert.InRange(resized, 10, 200);
    }

    [Theory]
    [MemberData(nameof(Worlds.Names), MemberType = typeof(Worlds))]
    public void Another_shape_may_be_any_other_of_a_plain_object_and_of_a_deformed_one(string name)
    {
        var (world, random) = (World.Named(name)!, new SeededRandom(9));
        var prompt = PromptParser.Parse("a red circle")!;
        foreach (var shape in world.Shapes.Append(ObjectShape.Odd))
        {
            var scene = new Scene(Background.White, [SceneObject.At(0, ObjectColour.Red, shape)]);
            var changed = Enumerable.Range(0, 200)
                .Select(_ => SceneFaults.Apply(random, SceneFault.SwapShape, prompt, scene, world)!.Objects[0].Shape);
            Assert.Equal(world.Shapes.Where(other => other != shape), changed.Distinct().Order());
        }
    }

    [Theory]
    [InlineData(SceneFault.Remove, -1)]
    [InlineData(SceneFault.Add, 1)]
    [InlineData(SceneFault.Recolour, 0)]
    public void A_fault_changes_what_it_says(SceneFault fault, int change)
    {
        var random = new SeededRandom(5);
        foreach (var (prompt, scene) in Worlds.Many(6, 200))
        {
            if (SceneFaults.Apply(random, fault, prompt, scene) is not { } broken)
            {
                continue;
            }

            var check = SceneCheck.Of(prompt, broken.Background, broken.Objects);
            Assert.Equal(scene.Objects.Count + change, broken.Objects.Count);
            Assert.Equal(change == 0, check.CountHolds);
            Assert.Equal(change < 0, check.Match.Contains(-1));
            Assert.Equal(change > 0, check.Extra.Count == 1);
        }
    }
}
