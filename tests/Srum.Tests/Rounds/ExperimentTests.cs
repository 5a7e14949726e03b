using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Recipes;
using Srum.Regions;
using Srum.Rounds;
using Srum.Runs;
using Srum.Training;

namespace Srum.Tests.Rounds;

/// <summary>Experiments with a model that is no BAGEL: the methods know a model by the interface alone.</summary>
public sealed class ExperimentTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_round_ends_with_three_systems_a_result_and_a_page()
    {
        var result = RoundChild.Run(Path.Combine(folder, "run"), "toy", (_, _) => { });
        Assert.Equal(["base", "sft", "published"], result.Systems.Select(system => system.Name));
        Assert.Equal("published", result.DefaultSystem);
        Assert.All(result.Systems, system => Assert.Equal(3, system.WholePrompt!.Count));
        Assert.Equal(["published−base", "published−sft", "sft−base"],
            result.Comparisons.Select(pair => $"{pair.A}−{pair.B}").Order());
        Assert.Equal(10, result.Judge!.N);
        Assert.True(File.Exists(Path.Combine(folder, "run", "report.html")));
        Assert.Contains("base", XDocument.Parse(File.ReadAllText(Path.Combine(folder, "run", "scores.svg")))
            .Root!.Value, StringComparison.Ordinal);
        Assert.Equal(["sft", "published"], result.Signals!.Keys);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run", "result.json")));
        Assert.Equal(
            ["schema", "name", "command", "commit", "model", "evaluator", "machine", "proposer", "recipes", "seconds",
                "stageSeconds", "picturesPerHour", "shareOfTime", "defaultSystem", "systems", "judge", "signals",
                "comparisons"],
            // A toy asks for no products of its own, but the process's are counted, those of other tests among them.
            json.RootElement.EnumerateObject().Select(field => field.Name).Except(["floorPicturesPerHour"]));
    }

    [Fact]
    public void A_system_whose_pictures_changed_in_what_no_prompt_asks_for_is_named()
    {
        var result = RoundChild.Run(Path.Combine(folder, "run"), "toy", (_, _) => { });
        SignalDrift Moved(double change) =>
            new("brightness", new(0.5, 0, 3), new(0.5 + change, 0, 3), new(change, 0, 3), Bound: 0.1);
        string[] With(double change) => [.. ExperimentReport.Findings(result with { Signals = new Dictionary<string,
            IReadOnlyList<SignalDrift>> { ["published"] = [Moved(change)] } })];
        Assert.Contains(With(-0.2), line => line.StartsWith("published: ", StringComparison.Ordinal)
            && line.EndsWith("gamed: brightness.", StringComparison.Ordinal));
        Assert.Contains(With(0.05), line =>
            line.StartsWith("No trained system's pictures differ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_on_record_stands_beside_it_where_the_model_is_the_same()
    {
        var result = RoundChild.Run(Path.Combine(folder, "run"), "toy", (_, _) => { });
        var recorded = result with { Command = "srum run --recipe full" };
        Assert.Equal(["published − base", "published − sft"], ExperimentReport.OnRecord(result, recorded)
            .Select(line => line["On record (srum run --recipe full): ".Length..].Split(':')[0]).Order());
        Assert.Empty(ExperimentReport.OnRecord(result, recorded with { Model = "another" }));
        Assert.Empty(ExperimentReport.OnRecord(result, null));
    }

    [Fact]
    public void A_round_on_prompts_that_nobody_can_score_ends_with_its_pictures_and_says_so()
    {
        var result = RoundChild.Run(folder, "toy", (_, _) => { }, new OracleEvaluator());
        Assert.Equal(result.ToJson(),
            ExperimentResult.Parse(File.ReadAllText(Path.Combine(folder, "result.json")), "result.json").ToJson());
        Assert.Null(result.Evaluator);
        Assert.Equal(["base", "sft", "published"], result.Systems.Select(system => system.Name));
        Assert.All(result.Systems, system => Assert.Null(system.WholePrompt));
        Assert.All(result.Systems, system => Assert.Empty(system.PerSeed));
        Assert.Equal(["", "0", "0"], result.Systems.Select(system => string.Join(' ', system.TrainingSeeds)));
        Assert.Empty(result.Comparisons);
        Assert.Equal(new JudgeResult(null, null, 0, 0), result.Judge);
        var page = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains(ExperimentReport.NothingScored, page);
        Assert.Contains("alt=\"published: test 3 a red dog\"", page);
        Assert.DoesNotContain("all right, or all wrong", page);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void A_proposer_other_than_segmentation_is_held_against_it(int share, double recall)
    {
        var result = RoundChild.Run(folder, "toy", (_, _) => { }, proposer: new Part(share));
        Assert.Equal(new Estimate(recall, 0, 5), result.ProposerRecall);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        Assert.Equal(recall, json.RootElement.GetProperty("proposerRecall").GetProperty("mean").GetDouble());
        Assert.Contains(
            $"found {100 * recall:0.0} ± 0.0 % of the regions", File.ReadAllText(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public void Where_nobody_asks_about_regions_there_is_no_proposer_to_tell_of()
    {
        using var model = new ToyModel();
        var whole = RoundChild.Recipe(model)
            .With("whole", new Bounded { Reward = RewardKind.Sample, Map = MapRule.Dense });
        var result = RoundChild.Run(folder, model, [whole], (_, _) => { }, proposer: new Part(1));
        Assert.NotNull(result.Judge);
        Assert.Null(result.Proposer);
        Assert.Null(result.ProposerRecall);
        Assert.DoesNotContain("of the regions that", File.ReadAllText(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public void Each_system_is_trained_from_the_models_own_weights()
    {
        RoundChild.Run(folder, "toy", (_, _) => { });
        var (run, alone) = (RunFolder.Open(folder), RunFolder.Open(Path.Combine(folder, "alone")));
        using var model = new ToyModel();
        var recipe = RoundChild.Recipe(model);
        var examples = TrainingSet.Of(run, JudgeStage.Read(run), recipe.Train.Objective);
        TrainStage.Run(alone, model, examples, recipe.Train, new TrainingId("published"));
        Assert.Equal(
            File.ReadAllBytes(alone.File("checkpoints", "published-0.safetensors")),
            File.ReadAllBytes(run.File("checkpoints", "published-0.safetensors")));
    }

    [Fact]
    public void Pictures_that_were_deleted_come_again_as_they_were()
    {
        RoundChild.Run(folder, "rounds", (_, _) => { });
        var before = RoundChild.Content(folder);
        string[] lost =
        [
            .. before.Keys.Where(name => name.EndsWith("00.png", StringComparison.Ordinal)
                || name.EndsWith("-001.png", StringComparison.Ordinal)),
        ];
        Assert.Contains(lost, name => name.StartsWith("rounds/", StringComparison.Ordinal));
        Assert.Contains(lost, name => name.StartsWith("pictures/base", StringComparison.Ordinal));
        Assert.All(lost, name => File.Delete(Path.Combine(folder, name)));
        RoundChild.Run(folder, "rounds", (_, _) => { });
        Assert.Equal(before, RoundChild.Content(folder));
    }

    [Fact]
    public void Another_training_of_the_same_name_is_told_by_its_settings()
    {
        RoundChild.Run(folder, "toy", (_, _) => { });
        var run = RunFolder.Open(folder);
        using var model = new ToyModel();
        var (settings, training) = (RoundChild.Recipe(model).Train, new TrainingId("published"));
        var examples = TrainingSet.Of(run, JudgeStage.Read(run), settings.Objective);
        var other = settings with { LearningRate = 0.02 };
        Assert.Contains("learningRate was", Told(() => TrainStage.Run(run, model, examples, other, training)));
        TrainExample[] few = [.. examples.Take(4)];
        Assert.Contains("pictures was 10, is now 4", Told(() => TrainStage.Run(run, model, few, settings, training)));
        // How often it is kept decides nothing.
        TrainStage.Run(run, model, examples, settings with { CheckpointEvery = 1 }, training);

        static string Told(Action train) => Assert.Throws<SrumException>(train).Message;
    }

    [Fact]
    public void A_damaged_checkpoint_is_called_that_and_not_fetched_again()
    {
        RoundChild.Run(folder, "toy", (_, _) => { });
        var path = Path.Combine(folder, "checkpoints", "published-0.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^9]);
        var message = Assert.Throws<SrumException>(() => RoundChild.Run(folder, "toy", (_, _) => { })).Message;
        Assert.Contains(path, message);
        Assert.Contains("damaged", message);
        Assert.Contains("Remove it", message);
        Assert.DoesNotContain("Fetch", message);
        File.Delete(path);
        RoundChild.Run(folder, "toy", (_, _) => { });
    }

    [Fact]
    public void Prompts_that_could_not_be_scored_are_counted_aloud()
    {
        var result = RoundChild.Run(folder, "toy", (_, _) => { }, new OracleEvaluator());
        Assert.Equal(3, result.EvaluationPrompts);
        Assert.StartsWith("0 of 3 prompts could be scored. ", ExperimentReport.Findings(result)[0]);
        Assert.Contains("0 of 3 prompts could be scored", File.ReadAllText(Path.Combine(folder, "report.html")));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void Some_prompts_that_could_be_scored_are_counted_and_one_makes_no_figure(int known)
    {
        var result = RoundChild.Run(folder, "toy", (_, _) => { }, new Knows(known));
        Assert.Equal((3, known), (result.EvaluationPrompts, result.Systems[0].WholePrompt!.Count));
        Assert.StartsWith($"{known} of 3 prompts could be scored", ExperimentReport.Findings(result)[0]);
        Assert.Equal(known == 2, result.Comparisons.Count > 0);
        var page = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains($"{known} of 3 prompts could be scored", page);
        Assert.Equal(known == 2, ScoreTable.Of(result.Systems).ToString().Contains('±'));
    }

    [Theory]
    [InlineData("toy")]
    [InlineData("several")]
    public void A_second_call_writes_no_record_again(string what)
    {
        RoundChild.Run(folder, what, (_, _) => { });
        var before = RoundChild.Content(folder);
        var writes = new HashSet<string>();
        RoundChild.Run(folder, what, (kind, _) => writes.Add(kind));
        Assert.Equal(before, RoundChild.Content(folder));
        Assert.DoesNotContain(writes, kind => kind.StartsWith("write records", StringComparison.Ordinal)
            || kind is "write pictures" or "write checkpoints" or "write cache");
    }

    [Fact]
    public void Recipes_that_draw_alike_share_pictures_and_those_that_do_not_have_their_own()
    {
        var result = RoundChild.Run(folder, "several", (_, _) => { });
        Assert.Equal(["base", "sft", "published", "local-matched"], result.Systems.Select(system => system.Name));
        Assert.All(result.Systems.Skip(1), system => Assert.Equal([0, 1], system.TrainingSeeds));
        Assert.Equal(
            ["sft−base", "published−base", "published−sft", "local-matched−base", "local-matched−sft"],
            result.Comparisons.Select(pair => $"{pair.A}−{pair.B}"));
        Assert.Equal(10, Directory.GetFiles(Path.Combine(folder, "pictures"), "*.png").Length);
        var other = Assert.Single(Directory.GetDirectories(Path.Combine(folder, "rounds")));
        Assert.Equal(10, Directory.GetFiles(Path.Combine(other, "pictures"), "*.png").Length);
        Assert.Equal(result.ToJson(), ExperimentResult.Read(Path.Combine(folder, "result.json")).ToJson());
        Assert.Contains("local-matched", File.ReadAllText(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public void Weights_are_told_of_each_system_as_its_objective_makes_them()
    {
        var weights = RoundChild.Run(folder, "several", (_, _) => { }).Systems.Select(system => system.Weights)
            .ToArray();
        Assert.Null(weights[0]);
        Assert.Equal(new WeightSpread(1, 1, 1), weights[1]);
        Assert.InRange(weights[2]!.Mean, 0.01, 0.99);
        Assert.InRange(weights[2]!.Most, weights[2]!.Mean, 1);
        Assert.Equal(1, weights[3]!.Mean, 1e-9);
        Assert.True(weights[3]!.Least < 1 && weights[3]!.Most > 1);
    }

    [Fact]
    public void The_whole_reward_is_held_against_its_parts_where_nothing_else_differs()
    {
        using var model = new ToyModel();
        var recipe = RoundChild.Recipe(model);
        Recipe Of(string name, Weighted objective) => recipe.With(name, objective);
        var result = RoundChild.Run(
            folder, model,
            [
                Of("local", new() { Reward = RewardKind.Local }), recipe,
                    Of("signed-local", new() { Reward = RewardKind.Local, Map = MapRule.Signed }),
                recipe.With("bounded", new Bounded()),
            ],
            (_, _) => { });
        Assert.Equal(
            ["published−local", "bounded−local", "bounded−published", "bounded−signed-local"],
            result.Comparisons.Where(pair => pair.B != "base").Select(pair => $"{pair.A}−{pair.B}"));
    }

    [Fact]
    public void Another_recipe_joins_a_run_and_what_was_done_is_not_done_again()
    {
        var drawn = 0;
        using var model = new Counting(new ToyModel(), pictures => drawn += pictures);
        var recipe = RoundChild.Recipe(model);
        var first = RoundChild.Run(folder, model, RoundChild.Two(recipe), (_, _) => { });
        drawn = 0;
        var second = RoundChild.Run(
            folder, model, [.. RoundChild.Two(recipe), recipe.With("signed", new Weighted { Map = MapRule.Signed })],
                (_, _) => { });
        Assert.Equal(3, drawn);
        Assert.Equal(
            first.Systems.Select(system => system.PerSeed), second.Systems.Take(3).Select(system => system.PerSeed));
        var changed = recipe with { Train = recipe.Train with { Steps = 8 } };
        Assert.Contains("recipe-published",
            Assert.Throws<SrumException>(() => RoundChild.Run(folder, model, [changed], (_, _) => { })).Message);
    }

    [Fact]
    public void A_rule_of_ones_own_is_compared_like_the_others()
    {
        using var model = new ToyModel();
        var half = MapRule.Own("half", (_, width, height) => [.. Enumerable.Repeat(0.5f, width * height)]);
        var result = RoundChild.Run(folder, model,
            RoundChild.Two(RoundChild.Recipe(model).With("mine", new Weighted { Map = half })), (_, _) => { });
        Assert.Equal(["base", "sft", "mine"], result.Systems.Select(system => system.Name));
        Assert.Equal(0.5, result.Find("mine")!.Weights!.Mean, 1e-9);
        Assert.Contains("regions and layout (half)", new ExperimentTable(result).ToString());
    }

    [Fact]
    public void Recipes_that_cannot_be_compared_are_refused()
    {
        using var model = new ToyModel();
        var recipe = RoundChild.Recipe(model);
        Assert.Contains("called 'published'", Refused(recipe, recipe with { Rounds = 2 }));
        Assert.Contains("called 'published' and 'Published'", Refused(recipe, recipe with { Name = "Published" }));
        Assert.Contains("'published' and 'other' differ",
            Refused(recipe, recipe.With("other", new Weighted()) with { Trainings = 2 }));
        Assert.Contains("cannot be called 'base'", Refused(recipe.With("base", new Weighted())));

        string Refused(params Recipe[] recipes) =>
            Assert.Throws<SrumException>(() => RoundChild.Run(folder, model, recipes, (_, _) => { })).Message;
    }

    [Fact]
    public void What_learnt_from_all_pictures_is_told_why_it_cannot_share_them_with_a_judge_who_left_one_out()
    {
        byte[]? lost = null;
        using var model = new ToyModel
        {
            Reply = question => (lost ??= question.Pictures[0].Rgb).SequenceEqual(question.Pictures[0].Rgb)
                ? "I cannot say." : ToyModel.Judgement(question),
        };
        var recipe = RoundChild.Recipe(model);
        RoundChild.Run(folder, model, [recipe.With("sft", new Supervised())], (_, _) => { });
        var refused = Assert.Throws<SrumException>(
            () => RoundChild.Run(folder, model, RoundChild.Two(recipe), (_, _) => { })).Message;
        Assert.Contains("'sft' learnt from all 10 pictures", refused);
        Assert.Contains("in another folder", refused);
    }

    [Fact]
    public void Without_rewards_nobody_judges()
    {
        using var model = new ToyModel();
        var result =
            RoundChild.Run(folder, model, [RoundChild.Recipe(model).With("sft", new Supervised())], (_, _) => { });
        Assert.Null(result.Judge);
        Assert.Null(result.Proposer);
        Assert.False(File.Exists(Path.Combine(folder, "records", "judge.jsonl")));
    }

    [Fact]
    public void A_folder_of_an_older_version_is_refused_by_name()
    {
        var run = RunFolder.Open(folder);
        File.WriteAllText(run.File("settings.json"), "{\n  \"model\": \"00ff\"\n}\n");
        var failure = Assert.Throws<SrumException>(() => RoundChild.Run(folder, "toy", (_, _) => { }));
        Assert.Contains("older version", failure.Message);
        Assert.Contains(folder, failure.Message);
    }

    private sealed class Counting(IUnifiedModel inner, Action<int> draws) : DelegatingModel(inner)
    {
        public override IReadOnlyList<Drawing> Draw(
            IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default)
        {
            draws(requests.Count);
            return base.Draw(requests, settings, cancel);
        }
    }

    // Scores the first so many prompts.
    private sealed class Knows(int prompts) : IEvaluator
    {
        public string Name => "some";

        public IReadOnlyList<PictureScore?> Score(
            IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default) =>
        [
            .. pictures.Select(item => int.Parse(item.Prompt.Id, CultureInfo.InvariantCulture) <= prompts
                ? new PictureScore(item.Picture.Rgb[0] > 127, 0.5) : null),
        ];
    }

    // As many of segmentation's boxes as are asked for.
    private sealed class Part(int share) : IRegionProposer
    {
        public string Name => "part";

        public IReadOnlyList<IReadOnlyList<Box>> Propose(
            IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
            [.. new SegmentProposer().Propose(pictures, cancel)
                .Select(boxes => (IReadOnlyList<Box>)[.. boxes.Take(share * boxes.Count)])];
    }
}
