using Srum.Evaluation;
using Srum.Prompts;
using Srum.Shapes;

namespace Srum.Tests.Shapes;

/// <summary>What must hold of the small world's prompt files in data/prompts, read from the files.</summary>
public class SmallPromptSetsTests
{
    private static readonly string[] Names = ["pretrain", "rollout", "tune", "test", "practice", "groups"];

    private static string Folder => Path.Combine(DataFolder.Path, "prompts");

    public static TheoryData<string> Seen => ["pretrain", "rollout"];

    public static TheoryData<string> All => [.. Names];

    [Theory]
    [MemberData(nameof(All))]
    public void A_file_is_what_its_builder_makes(string name)
    {
        var path = Path.GetTempFileName();
        try
        {
            PromptSetBuilder.Build(World.Small).Single(set => set.Name == name).Write(path);
            Assert.Equal(
                File.ReadAllText(path),
                File.ReadAllText(Path.Combine(Folder, name + ".json")).ReplaceLineEndings("\n"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Seen))]
    public void No_combination_of_tune_or_test_occurs_in_a_seen_set(string name)
    {
        var held = Read("tune").Concat(Read("test")).SelectMany(HeldOutOf).ToHashSet();
        Assert.NotEmpty(held);
        Assert.DoesNotContain(Read(name).SelectMany(prompt => Combinations.All(prompt)), held.Contains);
    }

    [Fact]
    public void No_combination_of_the_generator_is_held_out()
    {
        var held = Read("tune").Concat(Read("test")).SelectMany(HeldOutOf).ToHashSet();
        var random = new SeededRandom(9);
        for (var i = 0; i < 20_000; i++)
        {
            var prompt = new PromptSampler(World.Small).Next(random, (PromptCategory)random.Below(7));
            Assert.DoesNotContain(Combinations.All(prompt), held.Contains);
        }
    }

    [Fact]
    public void No_held_out_combination_of_tune_occurs_in_test()
    {
        var tune = Read("tune").SelectMany(HeldOutOf).ToHashSet();
        Assert.DoesNotContain(Read("test").SelectMany(prompt => Combinations.All(prompt)), tune.Contains);
        var test = Read("test").SelectMany(HeldOutOf).ToHashSet();
        Assert.DoesNotContain(Read("tune").SelectMany(prompt => Combinations.All(prompt)), test.Contains);
    }

    [Theory]
    [InlineData("tune")]
    [InlineData("test")]
    public void Every_held_out_prompt_has_a_combination_of_its_own_category_that_no_seen_set_has(string name)
    {
        var seen = Read("pretrain").Concat(Read("rollout")).SelectMany(prompt => Combinations.All(prompt)).ToHashSet();
        Assert.All(Read(name), prompt => Assert.Contains(Combinations.Of(prompt), key => !seen.Contains(key)));
    }

    [Theory]
    [MemberData(nameof(Seen))]
    public void Every_attribute_of_the_held_out_sets_occurs_in_a_seen_set(string name)
    {
        var seen = Read(name).SelectMany(Attributes).ToHashSet();
        Assert.DoesNotContain(
            Read("tune").Concat(Read("test")).SelectMany(Attributes), attribute => !seen.Contains(attribute));
    }

    [Fact]
    public void Objects_of_held_out_relations_were_seen_alone()
    {
        var seen = Read("pretrain").Concat(Read("rollout"))
            .SelectMany(prompt => prompt.Objects)
            .Select(item => (item.Shape, item.Colour))
            .ToHashSet();
        var related = Read("tune").Concat(Read("test")).Where(prompt => prompt.Category == PromptCategory.Spatial);
        Assert.All(
            related.SelectMany(prompt => prompt.Objects), item => Assert.Contains((item.Shape, item.Colour), seen));
    }

    [Theory]
    [InlineData("pretrain", 60)]
    [InlineData("rollout", 60)]
    [InlineData("tune", 30)]
    [InlineData("test", 60)]
    [InlineData("practice", 60)]
    [InlineData("groups", 72)]
    public void Every_category_has_enough_prompts_and_none_twice(string name, int least)
    {
        var prompts = Read(name);
        var counts = prompts.CountBy(prompt => prompt.Category).ToList();
        Assert.Equal(Enum.GetValues<PromptCategory>(), counts.Select(count => count.Key).Order());
        Assert.All(counts, count => Assert.InRange(count.Value, least, int.MaxValue));
        Assert.Equal(prompts.Count, prompts.Select(prompt => prompt.Text).Distinct().Count());
        Assert.True(name != "test" || prompts.Count >= 480);
        Assert.All(prompts, prompt => Assert.InRange(prompt.Text.Split(' ').Length, 2, PromptSampler.MostWords));
    }

    [Fact]
    public void Practice_asks_for_what_tune_asks_for_and_never_in_its_words()
    {
        var (practice, tune, test) = (Read("practice"), Read("tune"), Read("test"));
        Assert.Empty(practice.Select(prompt => prompt.Text).Intersect(tune.Select(prompt => prompt.Text)));
        var asked = practice.SelectMany(prompt => Combinations.HeldOut(prompt)).Select(item => item.Key).ToHashSet();
        Assert.DoesNotContain(test.SelectMany(HeldOutOf), asked.Contains);
        Assert.Equal(practice.Count / 2, practice.Count(prompt => Combinations.HeldOut(prompt).Count > 0));
    }

    [Fact]
    public void Groups_are_three_of_one_size_in_words_that_nobody_learns()
    {
        var groups = new PromptGroups(World.Small, PromptSet.Read(Path.Combine(Folder, "practice.json")).Prompts);
        var asked = PromptSet.Read(Path.Combine(Folder, "groups.json")).Prompts;
        var found = asked.CountBy(prompt =>
            groups.Of(new EvaluationPrompt($"{prompt.Id}", prompt.Text, prompt.Category))!.Group).ToDictionary();
        // Practice does not come to each of the many relations that are tune's: the others are new.
        Assert.Equal(168, found[PromptGroup.Drawn]);
        Assert.InRange(found[PromptGroup.Practised], 150, 168);
        Assert.InRange(found[PromptGroup.New], 168, 186);
        Assert.Equal(504, found.Values.Sum());
        string[] learnt = ["rollout", "practice", "tune"];
        Assert.Empty(asked.Select(prompt => prompt.Text)
            .Intersect(learnt.SelectMany(Read).Select(prompt => prompt.Text)));
    }

    [Fact]
    public void Ids_are_unique_over_all_sets()
    {
        var ids = Names.SelectMany(name => PromptSet.Read(Path.Combine(Folder, name + ".json")).Prompts)
            .Select(prompt => prompt.Id)
            .ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    // Requirements come from the texts in the files alone.
    private static List<ScenePrompt> Read(string name) =>
    [
        .. PromptSet.Read(Path.Combine(Folder, name + ".json")).Prompts.Select(prompt =>
            PromptParser.Parse(prompt.Text, Enum.Parse<PromptCategory>(prompt.Category, ignoreCase: true))
            ?? throw new InvalidOperationException($"'{prompt.Text}' is not of this world.")),
    ];

    // Of the combinations of a prompt's own category those that make it a held-out prompt.
    private static IEnumerable<string> HeldOutOf(ScenePrompt prompt)
    {
        var held = Combinations.HeldOut(prompt).Select(item => item.Key).ToList();
        Assert.True(held.Count > 0, prompt.Text);
        return held;
    }

    private static IEnumerable<object> Attributes(ScenePrompt prompt)
    {
        object?[] whole = [prompt.Relation?.Kind, prompt.Background, $"{prompt.Objects.Count} objects"];
        return whole
            .Concat(prompt.Objects.SelectMany(item => new object?[] { item.Shape, item.Colour, item.Fill, item.Size }))
            .OfType<object>();
    }
}
