using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Recipes;
using Srum.Training;

namespace Srum.Tests.Recipes;

/// <summary>Recipes' files: what they are made from, and what is said of a wrong one.</summary>
public sealed class RecipeFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_empty_file_is_the_papers_recipe_under_the_files_name() =>
        Assert.Equal(Text(new Recipe { Name = "mine" }), Text(Read("{}")));

    [Fact]
    public void It_draws_as_the_model_does_but_for_what_it_says()
    {
        Write("mine", """{ "rollout": { "draw": { "textGuidance": 1 } } }""");
        var own = new DrawSettings { Steps = 20, TextGuidance = 1.5 };
        var recipe = Recipe.Read(At("mine"), own);
        Assert.Equal(own with { TextGuidance = 1 }, recipe.Rollout.Draw);
        Assert.Equal(own, recipe.Evaluation.Draw);
    }

    [Fact]
    public void It_says_what_differs_from_another_property_by_property()
    {
        Write("ours", """
            {
              // A comment is no mistake.
              "description": "what ours is",
              "train": { "steps": 7, "objective": { "lambda": 0.1, "reward": "local" } }, "rounds": 2,
            }
            """);
        var recipe = Read("""{ "from": "ours", "train": { "objective": { "lambda": 0.2 } } }""");
        Assert.Equal((7, 2, ""), (recipe.Train.Steps, recipe.Rounds, recipe.Description));
        Assert.Equal(new Weighted { Reward = RewardKind.Local, Lambda = 0.2 }, recipe.Train.Objective);
    }

    [Fact]
    public void Another_kind_begins_from_its_own_defaults()
    {
        Write("ours",
            """{ "judge": { "tries": 9, "maxRegions": 2 }, "train": { "objective": { "reward": "local" } } }""");
        var recipe =
            Read("""{ "from": "ours", "judge": { "by": "truth" }, "train": { "objective": { "kind": "bounded" } } }""");
        Assert.Equal(new TruthJudgeSettings(), recipe.Judge);
        Assert.Equal(new Bounded(), recipe.Train.Objective);
    }

    [Fact]
    public void A_map_is_a_name_or_what_differs_from_one()
    {
        Assert.Equal(MapRule.Dense, Map("\"dense\""));
        Assert.Equal(
            MapRule.Signed with { Name = "free", NegativeCap = null },
            Map("""{ "from": "signed", "name": "free", "negativeCap": null }"""));
        Assert.Equal(
            MapRule.Published with { Name = "low", Background = 0.1 }, Map("""{ "name": "low", "background": 0.1 }"""));

        MapRule Map(string map) =>
            ((Rewarded)Read($$"""{ "train": { "objective": { "map": {{map}} } } }""").Train.Objective).Map;
    }

    [Fact]
    public void A_folder_below_is_made_from_the_one_above_it_under_the_same_name()
    {
        Write("ours", """{ "rounds": 3 }""");
        Write("set/ours", """{ "from": "ours", "trainings": 5 }""");
        Assert.Equal((3, 5), (Recipe.Read(At("set/ours"), new()).Rounds, Recipe.Read(At("set/ours"), new()).Trainings));
    }

    [Theory]
    [InlineData("\"stepz\": 3", "line 3: there is no setting train.stepz. The nearest is train.steps.")]
    [InlineData("\"steps\": \"many\"", "line 3: steps must be a whole number, not 'many'.")]
    [InlineData("\"steps\": 2.5", "line 3: steps must be a whole number, not 2.5.")]
    [InlineData("\"steps\": null", "line 3: steps must be a whole number, not null.")]
    [InlineData("\"steps\": 0", "line 3: The setting train.steps is 0; it must be at least 1.")]
    [InlineData("\"optimiser\": 3", "line 3: optimiser must be an object, { … }, not 3.")]
    [InlineData("\"optimiser\": { \"beta3\": 1 }",
        "line 3: there is no setting train.optimiser.beta3. The nearest is train.optimiser.beta")]
    [InlineData("\"decay\": \"Linear\"", "line 3: decay must be none, linear, cosine, not 'Linear'.")]
    [InlineData("\"decay\": 1", "line 3: decay must be none, linear, cosine, not 1.")]
    [InlineData("\"objective\": { \"kind\": \"finest\" }",
        "line 3: train.objective.kind must be rendered, supervised, best, weighted, bounded, clipped, preference, not "
            + "'finest'.")]
    [
        InlineData(
        "\"objective\": { \"kind\": \"bounded\", \"lambda\": 1 }",
        "line 3: train.objective.lambda is a setting of weighted; this one is bounded, which has: share, "
            + "meanReward, reward, map.")]
    [InlineData("\"objective\": { \"kind\": \"supervised\", \"map\": \"dense\" }",
        "is a setting of best, weighted, bounded, clipped, preference; this one is supervised, which has none.")]
    [InlineData("\"objective\": { \"map\": \"best\" }", "line 3: There is no reward map rule 'best'.")]
    [InlineData("\"objective\": { \"map\": { \"name\": \"x\", \"backgruond\": 0 } }",
        "line 3: there is no setting backgruond of a map rule. The nearest is background.")]
    [InlineData("\"steps\": 1, \"steps\": 2", "line 3: 'steps' is said twice.")]
    [InlineData("\"steps\": ", "line 4: this is no JSON")]
    public void What_is_wrong_is_named_with_file_and_line_and_what_would_be_right(string said, string message)
    {
        var failure = Assert.Throws<RecipeException>(() => Read($"{{\n  \"train\": {{\n    {said}\n  }}\n}}"));
        Assert.Contains("mine.json", failure.Message);
        Assert.Contains(message, failure.Message);
        Assert.False(failure.IsRequest);
    }

    [Theory]
    [InlineData("{ \"name\": \"x\" }", "a recipe has no name but that of its file")]
    [InlineData("[]", "one JSON object")]
    [InlineData("{ \"evaluation\": { \"guidances\": [1, 1] } }",
        "evaluation.guidances is [1, 1]; it must be numbers between 0 and 100, each once")]
    [InlineData("{ \"evaluation\": { \"draw\": { \"steps\": 1 } } }",
        "line 1: The setting evaluation.draw.steps is 1; it must be between 2 and 100000.")]
    [InlineData("{\n\"rollout\": { \"draw\": {\n\"textGuidance\": -1 } } }",
        "line 3: The setting rollout.draw.textGuidance is -1; it must be between 0 and 1000.")]
    [InlineData("{ \"judge\": { \"sam\": { \"encoder\": \"x\" } } }", "judge.sam is set; it must be left out unless")]
    [InlineData("{ \"train\": { \"objective\": { \"kind\": \"bounded\", \"reward\": \"sample\" } } }",
        "train.objective.map is published; it must be dense or signed where the whole picture is scored")]
    [InlineData("{ \"from\": \"nobody\" }", "line 1: there is no recipe 'nobody' to change")]
    [InlineData("{ \"from\": \"mine\" }", "there is no recipe 'mine' to change")]
    public void So_is_what_no_recipe_says(string file, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<SrumException>(() => Read(file)).Message);

    [Fact]
    public void A_fault_in_what_it_is_made_from_is_named_there()
    {
        Write("ours", "{\n  \"runds\": 2\n}");
        Assert.Contains(
            $"{Path.Combine(folder, "ours.json")}, line 2: there is no setting runds. The nearest is rounds.",
            Refused("""{ "from": "ours" }"""));
    }

    [Fact]
    public void Recipes_made_from_each_other_are_named_in_their_order()
    {
        Write("a", """{ "from": "b" }""");
        Write("b", """{ "from": "mine" }""");
        var message = Refused("""{ "from": "a" }""");
        Assert.Contains("mine.json", message);
        Assert.Matches(@"a\.json → .*b\.json → .*mine\.json", message);
    }

    [Fact]
    public void Changes_are_said_and_checked_like_a_file()
    {
        Write("mine", "{}");
        Recipe With(params string[] changes) => RecipeFile.Read(At("mine"), new(), changes);
        var recipe = With("train.steps=60", "evaluation.guidances=1,1.5", "train.objective.kind=bounded",
            "rollout.promptSet=a b.txt", "judge.graded.chain=true", "evaluation.bestOf=4",
            "train.lora.targets=q_proj,v_proj");
        Assert.Equal((60, "a b.txt"), (recipe.Train.Steps, recipe.Rollout.PromptSet));
        Assert.Equal([1, 1.5], recipe.Evaluation.Guidances);
        Assert.Equal([4], recipe.Evaluation.BestOf);
        Assert.Equal(["q_proj", "v_proj"], recipe.Train.Lora!.Targets);
        Assert.IsType<Bounded>(recipe.Train.Objective);
        Assert.True(((OwnJudgeSettings)recipe.Judge).Graded!.Chain);
        foreach (var (change, message) in new[]
        {
            ("train.stepz=60", "--set train.stepz=60: there is no setting train.stepz. The nearest is train.steps."),
            ("train.steps=0", "--set train.steps=0: The setting train.steps is 0"),
            ("train.steps", "say path=value"),
            ("train..steps=1", "say path=value"),
            ("train=1", "train must be an object"),
        })
        {
            var failure = Assert.Throws<RecipeException>(() => With(change));
            Assert.Contains(message, failure.Message);
            Assert.True(failure.IsRequest);
        }
    }

    [Fact]
    public void A_change_to_a_whole_branch_changes_what_it_says_of_it_as_a_file_does()
    {
        Write("mine", """
            { "train": { "steps": 7, "batchSize": 8, "passSize": 4, "objective": { "kind": "bounded" } } }
            """);
        Recipe With(params string[] changes) => RecipeFile.Read(At("mine"), new(), changes);
        var train = With("""train={"steps":60,"objective":{"reward":"global"}}""").Train;
        Assert.Equal((60, 8), (train.Steps, train.BatchSize));
        Assert.Equal(4, train.PassSize);
        Assert.Equal(new Bounded { Reward = RewardKind.Global }, train.Objective);
        Assert.Null(With("train.passSize=null").Train.PassSize);
        foreach (var (change, message) in new[]
        {
            ("""train={"stepz":60}""", "there is no setting train.stepz. The nearest is train.steps."),
            ("""train={"steps":60,"steps":61}""", "'steps' is said twice."),
            ("""train={"steps":0}""", "The setting train.steps is 0"),
            ("train.steps=null", "steps must be a whole number, not null."),
            ("train.steps={}", "steps must be a whole number, not an object."),
            ("train={steps:60}", "train must be an object, { … }, not '{steps:60}'."),
        })
        {
            var failure = Assert.Throws<RecipeException>(() => With(change));
            Assert.Contains($"--set {change}: {message}", failure.Message);
            Assert.True(failure.IsRequest);
        }
    }

    private string At(string name) => Path.Combine([folder, .. (name + ".json").Split('/')]);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    private Recipe Read(string text)
    {
        Write("mine", text);
        return Recipe.Read(At("mine"), new());
    }

    private string Refused(string text) => Assert.Throws<RecipeException>(() => Read(text)).Message;

    private static string Text(Recipe recipe) =>
        System.Text.Json.JsonSerializer.Serialize(recipe, Srum.Runs.RecordFormat.Line);
}
