using System.Text.Json;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Runs;
using Srum.Training;

namespace Srum.Tests.Recipes;

/// <summary>The recipes in <c>data/recipes</c>, and what their descriptions say.</summary>
public sealed class ShippedRecipesTests
{
    private static readonly string Folder = Path.Combine(DataFolder.Path, "recipes");

    public static TheoryData<string> All =>
        [.. Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories).Where(RecipeFile.IsRecipe)
            .Select(file => Path.GetRelativePath(Folder, file)[..^RecipeFile.Extension.Length].Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(All))]
    public void Each_can_be_read_describes_itself_and_names_the_schema(string name)
    {
        var recipe = Read(name);
        recipe.Validate();
        Assert.EndsWith(".", recipe.Description);
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")));
        var schema = file.RootElement.GetProperty("$schema").GetString()!;
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(Path.Combine(Folder, name))!, schema)), schema);
        Assert.All(
            (string[])[recipe.Rollout.PromptSet, recipe.Evaluation.PromptSet, recipe.Evaluation.ChoosingSet], set =>
            Assert.True(File.Exists(Path.Combine(DataFolder.Path, "prompts", set + ".json")), set));
    }

    [Fact]
    public void The_schema_is_what_the_records_say()
    {
        var path = Path.Combine(Folder, "recipe.schema.json");
        // Written as the golden files of views are.
        if (Environment.GetEnvironmentVariable("SRUM_GOLDEN") == "write")
        {
            File.WriteAllText(path, RecipeSchema.ToJson());
        }

        Assert.Equal(RecipeSchema.ToJson(), File.ReadAllText(path));
    }

    [Fact]
    public void Paper_is_what_the_defaults_are() => Assert.Equal(
        Text(new Recipe { Name = "paper" }), Text(Read("paper") with { Description = "" }));

    [Fact]
    public void Published_is_the_papers_recipe_but_for_sizes_and_learning_rate()
    {
        var (paper, published) = (Read("paper"), Read("published"));
        Assert.Equal(paper.Train, published.Train with
        {
            Steps = paper.Train.Steps, BatchSize = paper.Train.BatchSize, WarmUpSteps = paper.Train.WarmUpSteps,
            LearningRate = paper.Train.LearningRate, Decay = LearningRateDecay.None,
        });
        Assert.Equal((double)paper.Train.WarmUpSteps / paper.Train.Steps,
            (double)published.Train.WarmUpSteps / published.Train.Steps, 0.01);
        Assert.Equal(
            Enumerable.Repeat(15, 7), Prompts("rollout").Prompts.Take(published.Rollout.Prompts)
                .CountBy(prompt => prompt.Category).Select(category => category.Value));
        Assert.Equal(
            Enumerable.Repeat(30, 7), published.Evaluation.Plan(Prompts("tune"))
                .CountBy(picture => picture.Prompt.Category).Select(category => category.Value));
    }

    [Fact]
    public void Verdict_learns_for_about_two_epochs_a_round_from_nothing_but_itself()
    {
        var verdict = Read("verdict");
        Assert.InRange(
            (double)verdict.Train.Steps * verdict.Train.BatchSize / (
                verdict.Rollout.Prompts * verdict.Rollout.Pictures), 1.8, 2.2);
        Assert.Equal(new Bounded { Reward = RewardKind.Sample, Map = MapRule.Dense }, verdict.Train.Objective);
        Assert.Equal(JudgeQuestions.Sample, verdict.Train.Objective.Questions);
        Assert.Equal(
            ContentKey.Of(GradedScore.Verdict), ContentKey.Of(((OwnJudgeSettings)verdict.Judge).Graded!));
        // A whole number of rounds shows every category as often.
        var rollout = Prompts("rollout").Prompts;
        Assert.Equal(
            Enumerable.Repeat(9, 7), rollout.Take(verdict.Rollout.Prompts)
                .CountBy(prompt => prompt.Category).Select(category => category.Value));
        Assert.Equal(0, rollout.Count % verdict.Rollout.Prompts);
    }

    [Theory]
    [InlineData("sft", "verdict")]
    [InlineData("best", "verdict")]
    [InlineData("control", "verdict")]
    [InlineData("full/sft", "full/verdict")]
    [InlineData("full/control", "full/verdict")]
    [InlineData("full/published", "full/verdict")]
    [InlineData("ablation/sft", "ablation/published")]
    [InlineData("ablation/global", "ablation/published")]
    [InlineData("ablation/local", "ablation/published")]
    [InlineData("ablation/published-matched", "ablation/published")]
    [InlineData("ablation/global-matched", "ablation/published")]
    [InlineData("ablation/local-matched", "ablation/published")]
    [InlineData("bounded/global", "bounded/dual")]
    [InlineData("bounded/local", "bounded/dual")]
    [InlineData("rules/centred", "rules/gentle")]
    [InlineData("rules/clipped", "rules/gentle")]
    [InlineData("rules/groups", "rules/gentle")]
    [InlineData("rules/pairs", "rules/gentle")]
    [InlineData("rules/rank", "rules/gentle")]
    [InlineData("rules/standard", "rules/gentle")]
    public void What_is_compared_differs_in_the_objective_alone(string name, string from)
    {
        var (one, other) = (Read(name), Read(from));
        Assert.NotEqual(one.Train.Objective, other.Train.Objective);
        Assert.Equal(Text(Rest(one)), Text(Rest(other)));

        static Recipe Rest(Recipe recipe) => recipe.With("rest", new Supervised()) with { Description = "" };
    }

    [Fact]
    public void The_ablation_is_global_against_local_matched_or_not()
    {
        (string Name, Objective Objective)[] expected =
        [
            ("global", new Weighted { Reward = RewardKind.Global }),
                ("global-matched", new Weighted { Reward = RewardKind.Global, MeanWeight = 1 }),
            ("local", new Weighted { Reward = RewardKind.Local }),
                ("local-matched", new Weighted { Reward = RewardKind.Local, MeanWeight = 1 }),
            ("published", new Weighted()), ("published-matched", new Weighted { MeanWeight = 1 }),
                ("sft", new Supervised()),
        ];
        Assert.Equal(expected, Shelf.Read("ablation", new()).Select(recipe => (recipe.Name, recipe.Train.Objective)));
    }

    [Fact]
    public void The_ablation_in_the_loss_that_learns_asks_the_papers_questions()
    {
        Bounded Learns(RewardKind kind) => new() { Reward = kind, Map = MapRule.Dense, MeanReward = 0.5 };
        (string, Objective, JudgeSettings)[] expected =
        [
            .. new[] { ("dual", RewardKind.Dual), ("global", RewardKind.Global), ("local", RewardKind.Local) }
                .Select(pair => (pair.Item1, (Objective)Learns(pair.Item2), (JudgeSettings)new OwnJudgeSettings())),
        ];
        Assert.Equal(
            expected,
            Shelf.Read("bounded", new()).Select(recipe => (recipe.Name, recipe.Train.Objective, recipe.Judge)));
    }

    [Fact]
    public void Names_folders_and_files_can_be_mixed_and_each_counts_once()
    {
        var file = Path.Combine(Folder, "published.json");
        Assert.Equal(
            ["published", "verdict"], Shelf.Read($"published, verdict,{file}", new()).Select(recipe => recipe.Name));
        Assert.Equal(
            ["control", "published", "sft", "verdict"], Shelf.Read("full", new()).Select(recipe => recipe.Name));
        var failure = Assert.Throws<RecipeException>(() => Shelf.Read("verdikt", new()));
        Assert.Contains("The nearest is 'verdict'", failure.Message);
        Assert.True(failure.IsRequest);
    }

    private static RecipeShelf Shelf => new(Folder);

    private static Recipe Read(string name) => Recipe.Read(Path.Combine(Folder, name + ".json"), new DrawSettings());

    private static PromptSet Prompts(string name) =>
        PromptSet.Read(Path.Combine(DataFolder.Path, "prompts", name + ".json"));

    private static string Text(Recipe recipe) => JsonSerializer.Serialize(recipe, RecordFormat.Line);
}
