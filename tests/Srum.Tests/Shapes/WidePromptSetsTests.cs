using Srum.Pretraining;
using Srum.Prompts;
using Srum.Shapes;

namespace Srum.Tests.Shapes;

/// <summary>
/// What must hold of the wide world's prompt files, read from the files, and of the prompts that are written without
/// end.
/// </summary>
public class WidePromptSetsTests
{
    private static readonly World World = World.Wide;

    private static string Folder => Path.Combine(DataFolder.Path, "prompts", "wide");

    public static TheoryData<string> Names => ["pretrain", "rollout", "tune", "test"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_what_its_builder_makes(string name)
    {
        var built = PromptSetBuilder.Build(World).Single(set => set.Name == name);
        Assert.Equal(built.Prompts, PromptSet.Read(Path.Combine(Folder, name + ".json")).Prompts);
    }

    [Theory]
    [InlineData("tune", CombinationGroup.Tune)]
    [InlineData("test", CombinationGroup.Test)]
    public void An_evaluation_set_holds_as_many_prompts_of_each_group_and_enough_combinations(
        string name, CombinationGroup held)
    {
        var prompts = Read(name);
        Assert.Equal(prompts.Count, prompts.Select(prompt => prompt.Text).Distinct().Count());
        var groups = prompts.GroupBy(prompt => Combinations.GroupOf(prompt, World)!.Value)
            .ToDictionary(group => group.Key);
        Assert.Equal(
            [CombinationGroup.Drawn, CombinationGroup.Practised, held],
            groups.Keys.Order().OrderBy(group => group == held));
        Assert.All(groups.Values, group =>
        {
            Assert.InRange(group.Count(), 150, 200);
            Assert.All(
                group.CountBy(prompt => prompt.Category), category => Assert.Equal(group.Count() / 7, category.Value));
            Assert.InRange(group.Select(prompt => Combinations.Standing(prompt, World)).Distinct().Count(), 12, 200);
        });
        Assert.True(name != "test" || prompts.Count >= 483);
        Assert.All(prompts, prompt => Assert.InRange(prompt.Text.Split(' ').Length, 2, PromptSampler.MostWords));
        // All twelve objects of the group that is new here, and nothing of the one that is new elsewhere.
        Assert.Equal(12, prompts.SelectMany(prompt => Combinations.HeldOut(prompt, World))
            .Where(item => item.Group == held && item.Key.Split(' ') is [_, _, "solid" or "outline"])
            .Distinct()
            .Count());
    }

    [Fact]
    public void Texts_of_tune_and_test_are_no_text_of_any_other_use()
    {
        var kept = Read("tune").Concat(Read("test")).Select(prompt => prompt.Text).ToArray();
        Assert.Equal(kept.Length, kept.Distinct().Count());
        Assert.DoesNotContain(kept, text => World.Allows(text, PromptUse.Training));
        var (random, scenes) = (new SeededRandom(5), new LessonScenes(World));
        for (var i = 0; i < 3_000; i++)
        {
            ScenePrompt[] prompts =
                [scenes.Prompt(random), scenes.NearMiss(random).Prompt, RolloutPrompts.At(World, 1, i)];
            Assert.All(prompts, IsForTraining);
        }
    }

    [Theory]
    [InlineData("pretrain")]
    [InlineData("rollout")]
    public void What_is_learnt_from_means_no_text_of_tune_or_test_either(string name) =>
        Assert.All(Read(name), IsForTraining);

    [Fact]
    public void A_riddle_whose_answer_is_kept_for_an_evaluation_is_no_prompt_of_training()
    {
        var riddle = PromptParser.Parse("half of six red arrows", world: World)!;
        Assert.Equal("three red arrows", riddle.Resolved);
        Assert.True(World.Allows(riddle.Text, PromptUse.Training));
        Assert.False(World.Allows(riddle.Resolved, PromptUse.Training));
        Assert.False(World.Allows(riddle, PromptUse.Training));
        Assert.True(World.Small.Allows(riddle, PromptUse.Training));
    }

    [Fact]
    public void Rollouts_ask_for_drawn_and_practised_combinations_half_and_half_and_for_nothing_new()
    {
        var prompts = Enumerable.Range(0, 1_400).Select(i => RolloutPrompts.At(World, 3, i)).ToArray();
        Assert.All(prompts.CountBy(prompt => prompt.Category), category => Assert.Equal(200, category.Value));
        Assert.Equal(700, prompts.Count(prompt => Combinations.GroupOf(prompt, World) == CombinationGroup.Practised));
        Assert.Equal(700, prompts.Count(prompt => Combinations.GroupOf(prompt, World) == CombinationGroup.Drawn));
        Assert.Equal(prompts[700].Text, RolloutPrompts.At(World, 3, 700).Text);
        Assert.NotEqual(prompts[700].Text, RolloutPrompts.At(World, 4, 700).Text);
        var objects = prompts.SelectMany(prompt => Combinations.HeldOut(prompt, World)).Select(item => item.Key)
            .Where(key => key.Split(' ') is [_, _, "solid" or "outline"]);
        Assert.Equal(12, objects.Distinct().Count());
    }

    [Fact]
    public void What_practice_can_be_composed_of_leaves_open_what_was_never_drawn_together()
    {
        var set = PromptSet.Read(Path.Combine(Folder, "rollout.json")).Prompts;
        var composed = set.Where(prompt => prompt.Composed is not null).ToArray();
        Assert.All(composed, prompt =>
        {
            var texts = Composition.Parse(prompt.Composed!);
            Assert.Equal([1, 1, -1], texts.Select(part => part.Weight));
            ScenePrompt[] parts = [.. texts.Select(part => Parsed(part.Text, prompt.Category))];
            // One object differs: without its colour, without its shape, without either.
            var whole = Parsed(prompt.Text, prompt.Category).Objects;
            var place = Enumerable.Range(0, whole.Count).Single(i => parts[0].Objects[i] != whole[i]);
            Assert.True(whole.All(IsDrawn) || !IsDrawn(whole[place]), prompt.Text);
            Assert.All(parts, part => Assert.Equal(
                whole.Where((_, i) => i != place), part.Objects.Where((_, i) => i != place)));
            Assert.Equal(
                [
                    whole[place] with { Colour = null }, whole[place] with { Shape = null },
                    whole[place] with { Colour = null, Shape = null },
                ],
                parts.Select(part => part.Objects[place]));
        });
        // All that ask for a never-drawn object, riddles aside, whose words name none.
        Assert.All(
            set.Where(prompt => prompt.Composed is null), prompt => Assert.True(
                prompt.Category is "spatial" or "numeracy" or "reasoning", prompt.Text));
        string[] others = ["pretrain", "tune", "test"];
        Assert.All(
            others.SelectMany(name => PromptSet.Read(Path.Combine(Folder, name + ".json")).Prompts)
                .Concat(PromptSetBuilder.Build(World.Small).SelectMany(other => other.Prompts)),
            prompt => Assert.Null(prompt.Composed));
        Assert.Contains(RolloutPrompts.Set(World, 1, 14).Prompts, prompt => prompt.Composed is not null);

        static bool IsDrawn(ObjectRequirement asked) => World.IsDrawn(
            asked.Shape!.Value, asked.Colour!.Value, asked.Fill!.Value);

        static ScenePrompt Parsed(string text, string category) =>
            PromptParser.Parse(text, Enum.Parse<PromptCategory>(category, ignoreCase: true), World)!;
    }

    // A thought before drawing says what a prompt means.
    private static void IsForTraining(ScenePrompt prompt)
    {
        Assert.True(World.Allows(prompt.Text, PromptUse.Training), prompt.Text);
        Assert.True(World.Allows(prompt.Resolved, PromptUse.Training), prompt.Resolved);
    }

    // Requirements come from the texts in the files alone.
    private static List<ScenePrompt> Read(string name) =>
    [
        .. PromptSet.Read(Path.Combine(Folder, name + ".json")).Prompts.Select(prompt =>
            PromptParser.Parse(prompt.Text, Enum.Parse<PromptCategory>(prompt.Category, ignoreCase: true), World)
            ?? throw new InvalidOperationException($"'{prompt.Text}' is not of this world.")),
    ];
}
