using System.Text.Json;
using Srum.Models;
using Srum.Pretraining;
using Srum.Shapes;

namespace Srum.Tests.Pretraining;

public sealed class LessonScenesTests
{
    private readonly LessonScenes scenes = new(World.Wide);

    [Fact]
    public void The_shipped_model_drafts_its_replies_from_what_its_lessons_say() => Assert.Equal(
        JsonSerializer.Deserialize<string[]>(
            File.ReadAllText(Path.Combine(DataFolder.Path, "model", ModelFiles.RepliesFile))),
        Lessons.UsualReplies(World.Small));

    [Fact]
    public void Near_misses_are_right_half_of_the_time_and_their_prompts_easily_confused()
    {
        var random = new SeededRandom(1);
        var lessons = Enumerable.Range(0, 2_000).Select(_ => scenes.NearMiss(random)).ToArray();
        Assert.InRange(
            lessons.Count(
                lesson => SceneCheck.Of(lesson.Prompt, lesson.Scene.Background, lesson.Scene.Objects).Correct),
            900, 1_100);
        Assert.InRange(
            lessons.Count(lesson => Combinations.GroupOf(lesson.Prompt, World.Wide) != CombinationGroup.Drawn), 600,
            1_400);
        Assert.InRange(lessons.Count(lesson => lesson.Prompt.Relation is not null), 450, 900);
        Assert.InRange(
            lessons.Count(
                lesson => lesson.Prompt.Objects.Count == 3 && lesson.Prompt.Category == PromptCategory.Complex),
            240, 440);
        Assert.InRange(
            lessons.Count(
                lesson => lesson.Prompt.Objects is [var a, var b] && a != b && a with { Colour = b.Colour } == b),
            450, 900);
    }

    [Fact]
    public void A_neighbour_differs_in_one_cell()
    {
        var random = new SeededRandom(2);
        for (var i = 0; i < 2_000; i++)
        {
            var scene = scenes.Any(random);
            var neighbour = scenes.Neighbour(random, scene);
            Assert.Equal(scene.Background, neighbour.Background);
            var changed = Assert.Single(neighbour.Objects.Except(scene.Objects));
            Assert.All(scene.Objects.Except(neighbour.Objects), gone => Assert.Equal(changed.Cell, gone.Cell));
        }
    }
}
