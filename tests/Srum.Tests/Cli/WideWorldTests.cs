using System.Text.Json.Nodes;
using Srum.Audits;
using Srum.Cli;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Models;
using Srum.Prompts;
using Srum.Rounds;
using Srum.Shapes;
using Srum.Tests.Models.Janus;
using Srum.Training;

namespace Srum.Tests.Cli;

/// <summary>A model of the wide world is asked for, rendered and scored in that world.</summary>
public sealed class WideWorldTests(WorldJanus world) : IClassFixture<WorldJanus>
{
    private const string Prompt = "an orange solid star";

    private static readonly EvaluatedPicture Star = new(
        new EvaluationPrompt("1", Prompt),
        SceneRenderer.Render(new Scene(
            Background.White, [new(ObjectShape.Star, ObjectColour.Orange, ObjectFill.Solid, 6.5, 8, 8)])));

    [Fact]
    public void The_oracle_scores_what_its_world_holds()
    {
        Assert.True(new OracleEvaluator(World.Wide).Score([Star])[0]!.Correct);
        Assert.Null(new OracleEvaluator().Score([Star])[0]);
    }

    [Fact]
    public void The_truth_judges_by_the_models_world()
    {
        using var model = UnifiedModel.Open(Wide());
        var judge = Judges.Of(new TruthJudgeSettings(), model, JudgeQuestions.All);
        var judged = judge.Run([new("1", Prompt, "1.png", Star.Picture, 0)])[0];
        Assert.Equal((1, 1), (judged.Layout!.Score, judged.Sample!.Score));
        var audited = new AuditedPicture(Star.Prompt, Star.Picture, judged, null);
        Assert.True(Assert.Single(AuditedRegion.Of([audited], World.Wide)).Right);
        Assert.Equal([true], Assert.Single(CheckedPicture.Of([audited], model)).Right);
    }

    [Fact]
    public void The_control_renders_it()
    {
        var examples = RenderedSet.Of(
            [Prompt], new TrainSettings { Steps = 1, BatchSize = 2 }, new TrainingId("control"), World.Wide);
        Assert.All(examples, example => Assert.True(
            SceneOracle.Truth(Prompt, example.Open(), World.Wide).Correct));
    }

    [Fact]
    public void The_control_is_shown_nothing_that_is_practised_without_pictures()
    {
        var prompts = PromptSet.Read(Path.Combine(DataFolder.Path, "prompts", "wide", "rollout.json"));
        var drawn = RenderedSet.Drawn(prompts, World.Wide).Prompts;
        // Half of them; a list of three may have no scene without neighbours that are held out.
        Assert.InRange(drawn.Count, prompts.Prompts.Count * 4 / 10, prompts.Prompts.Count / 2);
        var examples = RenderedSet.Of(
            prompts.Prompts.Select(prompt => prompt.Text), new TrainSettings { Steps = 4, BatchSize = 16 },
            new TrainingId("control"), World.Wide);
        Assert.Equal(drawn.Take(64).Select(prompt => prompt.Text), examples.Select(example => example.Prompt));
        Assert.All(examples, example => Assert.Equal(
            CombinationGroup.Drawn,
            Combinations.GroupOf(PromptParser.Require(example.Prompt, World.Wide), World.Wide)));
    }

    [Fact]
    public void The_control_is_shown_no_neighbours_that_are_held_out()
    {
        // Left, right, above and below: each of these stars beside the other one is held out.
        var examples = RenderedSet.Of(
            ["a red solid star and a yellow solid star"], new TrainSettings { Steps = 4, BatchSize = 4 },
            new TrainingId("control"), World.Wide);
        Assert.All(examples, example =>
        {
            var shown = SceneOracle.Read(example.Open(), World.Wide).Scene.Objects;
            Assert.Equal(2, shown.Count);
            Assert.Null(Relation.Between(shown[0], shown[1]));
        });
    }

    [Fact]
    public void The_control_is_refused_where_all_is_practised() => Assert.Contains(
        "pretraining never draws",
        Assert.Throws<SrumException>(() => RenderedSet.Of(
            ["a red solid circle"], new TrainSettings { Steps = 1, BatchSize = 2 }, new TrainingId("control"),
            World.Wide)).Message);

    [Fact]
    public void Trials_of_a_judge_show_all_of_its_colours() => Assert.Equal(
        World.Wide.Colours.Select(Words.Of).Order(),
        AuditTrials.ByColour(40, 1, World.Wide).Select(trial => trial.Group).Distinct().Order());

    [Fact]
    public void Every_prompt_of_a_run_is_one_of_its_sets_and_scored()
    {
        var (run, model) = (world.At("wide-run"), Wide());
        Works(
            model, "run", "--run", run, "--recipe", "control,verdict", "--set", "judge.by=truth", "--set",
            "rollout.prompts=7", "--set", "rollout.pictures=2", "--set", "rounds=2", "--set", "train.steps=2", "--set",
            "train.warmUpSteps=1", "--set", "train.batchSize=4", "--set", "evaluation.prompts=14");
        var result = ExperimentResult.Read(Path.Combine(run, "result.json"));
        Assert.All(result.Systems, system => Assert.Equal(14, system.WholePrompt!.Count));
        Works(
            model, "audit", "--prompt-set", "test", "--prompts", "7", "--pictures", "2", "--judge", "truth", "--out",
            world.At("audit.json"));
        var audit = JsonNode.Parse(File.ReadAllText(world.At("audit.json")))!;
        Assert.Equal(7, (int)audit["scoredPrompts"]!);
    }

    private static void Works(string model, params string[] words)
    {
        var errors = new StringWriter();
        Assert.True(CommandLine.Run([.. words, "--model", model], errors, default) == 0, errors.ToString());
    }

    private string Wide()
    {
        Assert.SkipUnless(world.IsThere, "There are no reference values of this design.");
        var folder = world.At("wide");
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.EnumerateFiles(world.Model))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            var path = Path.Combine(folder, ModelSettingsFile.Name);
            var settings = JsonNode.Parse(File.ReadAllText(path))!;
            settings["world"] = World.Wide.Name;
            File.WriteAllText(path, settings.ToJsonString());
        }

        return folder;
    }
}
