using Srum.Judging;
using Srum.Models;
using Srum.Rollout;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Tests.Rounds;

/// <summary>Rounds on fresh pictures, with the control beside them.</summary>
public sealed class LaterRoundsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Three_rounds_end_with_every_systems_last_and_a_page()
    {
        var result = RoundChild.Run(folder, "rounds", (_, _) => { });
        Assert.Equal(["base", "control", "sft", "bounded"], result.Systems.Select(system => system.Name));
        Assert.Equal("bounded", result.DefaultSystem);
        Assert.Equal(6, result.Comparisons.Count);
        Assert.Equal(6, result.Judge!.N);
        Assert.Contains("Loss of control-0-round3", File.ReadAllText(Path.Combine(folder, "report.html")));
        // The control draws nothing; the others draw their own from the second round on.
        Assert.Equal(
            ["bounded-0-round2", "bounded-0-round3", "sft-0-round2", "sft-0-round3"],
            Directory.GetDirectories(Path.Combine(folder, "rounds")).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_later_round_draws_the_next_prompts_with_what_the_round_before_made()
    {
        RoundChild.Run(folder, "rounds", (_, _) => { });
        var run = RunFolder.Open(folder);
        var (second, third) =
            (RolloutStage.Read(run.Round("sft-0-round2")), RolloutStage.Read(run.Round("sft-0-round3")));
        Assert.Equal(
            ["a red square left of a blue circle", "a blue circle", "a red circle"],
            second.Select(record => record.Prompt).Distinct());
        Assert.Equal(
            ["a blue square", "two red squares", "a red square left of a blue circle"],
            third.Select(record => record.Prompt).Distinct());
        Assert.Empty(second.Select(record => record.Seed)
            .Intersect(RolloutStage.Read(run).Concat(third).Select(record => record.Seed)));
        using var model = new ToyModel();
        var sft = RoundChild.Rounds(RoundChild.Recipe(model), 3)[1];
        TrainStage.Run(
            run, model, TrainingSet.Of(run, JudgeStage.Read(run), sft.Train.Objective), sft.Train,
            new TrainingId("sft"));
        var drawn = model.Draw(
            [new DrawRequest(second[0].Prompt, second[0].Seed)],
            model.Settings.Draw with { Steps = 3, BatchSize = 4 })[0];
        Assert.Equal(drawn.Picture.Rgb,
            Srum.Imaging.PictureFile.Read(run.Round("sft-0-round2").File(second[0].PictureFile)).Rgb);
    }

    [Fact]
    public void Rounds_that_are_done_are_the_beginning_of_more()
    {
        RoundChild.Run(folder, "rounds", (_, _) => { });
        var whole = RoundChild.Content(folder);
        var grown = Path.Combine(folder, "grown");
        var drawn = new List<int>();
        foreach (var rounds in (int[])[1, 2, 3])
        {
            using var model = new ToyModel();
            RoundChild.Run(grown, model, RoundChild.Rounds(RoundChild.Recipe(model), rounds), (_, _) => { });
            drawn.Add(Directory.GetFiles(grown, "*.png", SearchOption.AllDirectories).Length);
        }

        var content = RoundChild.Content(grown);
        Assert.All(whole, file => Assert.Equal(file.Value, content[file.Key]));
        Assert.True(drawn[0] < drawn[1] && drawn[1] < drawn[2]);
    }

    [Fact]
    public void One_round_needs_no_folder_for_others()
    {
        RoundChild.Run(folder, "toy", (_, _) => { });
        Assert.False(Directory.Exists(Path.Combine(folder, "rounds")));
    }

    [Fact]
    public void Stopped_at_any_point_they_go_on_to_the_same_bits()
    {
        var (whole, events) = (Path.Combine(folder, "whole"), new List<string>());
        RoundChild.Run(whole, "rounds", (kind, _) => events.Add(kind));
        var expected = RoundChild.Content(whole);
        foreach (var at in RoundPoints.Choose(events, 6, new SeededRandom(12)))
        {
            var (path, count) = (Path.Combine(folder, $"stopped-{at}"), 0);
            Assert.Throws<OperationCanceledException>(() => RoundChild.Run(path, "rounds", (_, _) =>
                _ = ++count == at ? throw new OperationCanceledException() : 0));
            RoundChild.Run(path, "rounds", (_, _) => { });
            Assert.Equal(expected, RoundChild.Content(path));
        }
    }

    [Fact]
    public void The_control_alone_draws_nothing_to_learn_from_and_ends_with_a_page()
    {
        using var model = new ToyModel();
        var told = new List<StageProgress>();
        var result = RoundChild.Run(folder, model, [RoundChild.Rounds(RoundChild.Recipe(model), 2)[0]], told.Add);
        Assert.Equal(["base", "control"], result.Systems.Select(system => system.Name));
        Assert.Null(result.PicturesPerHour);
        Assert.DoesNotContain(told, report => report.Stage == RolloutStage.Name);
        Assert.All(told, report => Assert.NotNull(report.Place));
        Assert.False(File.Exists(Path.Combine(folder, "records", "rollout.jsonl")));
        Assert.False(Directory.Exists(Path.Combine(folder, "rounds")));
        Assert.Contains("Loss of control-0-round2", File.ReadAllText(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public void For_a_control_whose_rollout_nobody_shares_nothing_is_drawn_also_where_it_joins_a_run()
    {
        using var model = new ToyModel();
        var recipe = RoundChild.Recipe(model);
        var (control, sft) = (recipe.With("control", new Rendered()), recipe.With("sft", new Supervised()));
        var other = sft with { Name = "other", Rollout = recipe.Rollout with { Seed = 1 } };
        RoundChild.Run(folder, model, [sft], (_, _) => { });
        RoundChild.Run(folder, model, [control, other], (_, _) => { });
        Assert.True(File.Exists(Path.Combine(folder, "checkpoints", "control-0.safetensors")));
        // That of the recipe which joined and draws otherwise than the first one.
        Assert.Single(Directory.GetDirectories(Path.Combine(folder, "rounds")));
        Assert.Equal(10, Directory.GetFiles(Path.Combine(folder, "pictures"), "*.png").Length);
    }

    [Fact]
    public void The_control_needs_prompts_that_can_be_rendered()
    {
        var recipe = new TrainSettings { Steps = 3, BatchSize = 4 };
        Assert.Contains("'a red dog' is no prompt", Assert.Throws<SrumException>(() =>
            RenderedSet.Of(["a red dog"], recipe, new TrainingId("control"))).Message);
        var examples = RenderedSet.Of(["a red circle", "two blue squares"], recipe, new TrainingId("control"));
        Assert.Equal(12, examples.Select(example => Convert.ToHexString(example.Open().Rgb)).Distinct().Count());
        Assert.All(
            examples,
            example => Assert.True(SceneOracle.Truth(PromptParser.Parse(example.Prompt)!, example.Open()).Correct));
        Assert.Empty(examples.Select(example => example.Id).Intersect(RenderedSet.Of(["a red circle",
            "two blue squares"], recipe, new TrainingId("control", Round: 1)).Select(example => example.Id)));
    }
}
