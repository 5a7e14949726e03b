using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Rewards;
using Srum.Rounds;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Tests.Rounds;

/// <summary>The round with a model that is no BAGEL: the methods know a model by the interface alone.</summary>
public sealed class SrumRoundTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_round_ends_with_three_systems_a_result_and_a_page()
    {
        var result = RoundChild.Round(Path.Combine(folder, "run"), "toy", (_, _) => { });
        Assert.Equal(["base", "sft", "srum"], result.Systems.Select(system => system.Name));
        Assert.Equal("srum", result.DefaultSystem);
        Assert.All(result.Systems, system => Assert.Equal(3, system.WholePrompt!.Count));
        Assert.Equal(["sft−base", "srum−base", "srum−sft"], result.Comparisons.Select(pair => $"{pair.A}−{pair.B}").Order());
        Assert.Equal(10, result.Judge!.N);
        Assert.True(File.Exists(Path.Combine(folder, "run", "report.html")));
        Assert.Contains("base", XDocument.Parse(File.ReadAllText(Path.Combine(folder, "run", "scores.svg"))).Root!.Value, StringComparison.Ordinal);
        Assert.Equal(["sft", "srum"], result.Signals!.Keys);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run", "result.json")));
        Assert.Equal(
            ["schema", "name", "command", "commit", "model", "evaluator", "proposer", "settings", "seconds", "stageSeconds", "defaultSystem", "systems", "judge", "signals", "comparisons"],
            json.RootElement.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public void A_system_whose_pictures_changed_in_what_no_prompt_asks_for_is_named()
    {
        var result = RoundChild.Round(Path.Combine(folder, "run"), "toy", (_, _) => { });
        SignalDrift Moved(double change) => new("brightness", new(0.5, 0, 3), new(0.5 + change, 0, 3), new(change, 0, 3), Bound: 0.1);
        string[] With(double change) => [.. RoundReport.Findings(result with { Signals = new Dictionary<string, IReadOnlyList<SignalDrift>> { ["srum"] = [Moved(change)] } })];
        Assert.Contains(With(-0.2), line => line.StartsWith("srum: ", StringComparison.Ordinal) && line.EndsWith("gamed: brightness.", StringComparison.Ordinal));
        Assert.Contains(With(0.05), line => line.StartsWith("No trained system's pictures differ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_on_record_stands_beside_it_where_the_model_is_the_same()
    {
        var result = RoundChild.Round(Path.Combine(folder, "run"), "toy", (_, _) => { });
        var recorded = result with { Command = "srum run --recipe full" };
        Assert.Equal(["srum − base", "srum − sft"], RoundReport.OnRecord(result, recorded).Select(line => line["On record (srum run --recipe full): ".Length..].Split(':')[0]).Order());
        Assert.Empty(RoundReport.OnRecord(result, recorded with { Model = "another" }));
        Assert.Empty(RoundReport.OnRecord(result, null));
    }

    [Fact]
    public void A_round_on_prompts_that_nobody_can_score_ends_with_its_pictures_and_says_so()
    {
        var result = RoundChild.Round(folder, "toy", (_, _) => { }, new OracleEvaluator());
        Assert.Equal(result.ToJson(), RoundResult.Parse(File.ReadAllText(Path.Combine(folder, "result.json")), "result.json").ToJson());
        Assert.Null(result.Evaluator);
        Assert.Equal(["base", "sft", "srum"], result.Systems.Select(system => system.Name));
        Assert.All(result.Systems, system => Assert.Null(system.WholePrompt));
        Assert.All(result.Systems, system => Assert.Empty(system.PerSeed));
        Assert.Equal(["", "0", "0"], result.Systems.Select(system => string.Join(' ', system.TrainingSeeds)));
        Assert.Empty(result.Comparisons);
        Assert.Equal(new JudgeResult(null, null, 0, 0), result.Judge);
        var page = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains(RoundReport.NothingScored, page);
        Assert.Contains("alt=\"srum: test 3 a red dog\"", page);
        Assert.DoesNotContain("all right, or all wrong", page);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void A_proposer_other_than_segmentation_is_held_against_it(int share, double recall)
    {
        var result = RoundChild.Round(folder, "toy", (_, _) => { }, proposer: new Part(share));
        Assert.Equal(new Estimate(recall, 0, 5), result.ProposerRecall);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        Assert.Equal(recall, json.RootElement.GetProperty("proposerRecall").GetProperty("mean").GetDouble());
        Assert.Contains($"found {100 * recall:0.0} ± 0.0 % of the regions", File.ReadAllText(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public void Each_system_is_trained_from_the_models_own_weights()
    {
        RoundChild.Round(folder, "toy", (_, _) => { });
        var (run, alone) = (RunFolder.Open(folder), RunFolder.Open(Path.Combine(folder, "alone")));
        using var model = new ToyModel();
        var settings = RoundChild.Settings(model);
        var examples = TrainingSet.Of(run, JudgeStage.Read(run), settings.Train);
        TrainStage.Run(alone, model, examples, settings.Train);
        Assert.Equal(File.ReadAllBytes(alone.File("checkpoints", "srum-0.safetensors")), File.ReadAllBytes(run.File("checkpoints", "srum-0.safetensors")));
    }

    [Fact]
    public void Pictures_that_were_deleted_come_again_as_they_were()
    {
        RoundChild.Round(folder, "rounds", (_, _) => { });
        var before = RoundChild.Content(folder);
        string[] lost =
        [
            "pictures/00001-000.png", "pictures/base/00000.png", "pictures/sft-round3-0/00002.png",
            .. before.Keys.Where(name => name.StartsWith("rounds/", StringComparison.Ordinal)
                && name.EndsWith("-001.png", StringComparison.Ordinal)),
        ];
        Assert.True(lost.Length > 5);
        Assert.All(lost, name => File.Delete(Path.Combine(folder, name)));
        RoundChild.Round(folder, "rounds", (_, _) => { });
        Assert.Equal(before, RoundChild.Content(folder));
    }

    [Fact]
    public void Another_training_of_the_same_name_is_told_by_its_settings()
    {
        RoundChild.Round(folder, "toy", (_, _) => { });
        var run = RunFolder.Open(folder);
        using var model = new ToyModel();
        var settings = RoundChild.Settings(model);
        var examples = TrainingSet.Of(run, JudgeStage.Read(run), settings.Train);
        var message = Assert.Throws<SrumException>(
            () => TrainStage.Run(run, model, examples, settings.Train with { LearningRate = 0.02 })).Message;
        Assert.Contains("settings.learningRate was 0.01, is now 0.02", message);
        Assert.Contains("pictures was 10, is now 4", Assert.Throws<SrumException>(
            () => TrainStage.Run(run, model, [.. examples.Take(4)], settings.Train)).Message);
        // How often it is kept decides nothing.
        TrainStage.Run(run, model, examples, settings.Train with { CheckpointEvery = 1 });
    }

    [Fact]
    public void A_damaged_checkpoint_is_called_that_and_not_fetched_again()
    {
        RoundChild.Round(folder, "toy", (_, _) => { });
        var path = Path.Combine(folder, "checkpoints", "srum-0.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^9]);
        var message = Assert.Throws<SrumException>(() => RoundChild.Round(folder, "toy", (_, _) => { })).Message;
        Assert.Contains(path, message);
        Assert.Contains("damaged", message);
        Assert.Contains("Remove it", message);
        Assert.DoesNotContain("Fetch", message);
        File.Delete(path);
        RoundChild.Round(folder, "toy", (_, _) => { });
    }

    [Fact]
    public void A_control_that_cannot_be_rendered_is_named_before_anything_is_drawn()
    {
        using var model = new ToyModel();
        var settings = RoundChild.Settings(model) with { Beside = ["control"] };
        var round = new SrumRound(RunFolder.Open(folder), model, settings, new OracleEvaluator());
        var prompts = new PromptSet("own", [new(1, "a red circle", ""), new(2, "a photo of a dog", "")]);
        var message = Assert.Throws<SrumException>(() => round.Run(prompts, prompts, "")).Message;
        Assert.Contains("a photo of a dog", message);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "pictures")));
    }

    [Fact]
    public void Prompts_that_could_not_be_scored_are_counted_aloud()
    {
        var result = RoundChild.Round(folder, "toy", (_, _) => { }, new OracleEvaluator());
        Assert.Equal(3, result.EvaluationPrompts);
        Assert.StartsWith("0 of 3 prompts could be scored. ", RoundReport.Findings(result)[0]);
        Assert.Contains("0 of 3 prompts could be scored", File.ReadAllText(Path.Combine(folder, "report.html")));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void Some_prompts_that_could_be_scored_are_counted_and_one_makes_no_figure(int known)
    {
        var result = RoundChild.Round(folder, "toy", (_, _) => { }, new Knows(known));
        Assert.Equal((3, known), (result.EvaluationPrompts, result.Systems[0].WholePrompt!.Count));
        Assert.StartsWith($"{known} of 3 prompts could be scored", RoundReport.Findings(result)[0]);
        Assert.Equal(known == 2, result.Comparisons.Count > 0);
        var page = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains($"{known} of 3 prompts could be scored", page);
        Assert.Equal(known == 2, ScoreTable.Of(result.Systems).ToString().Contains('±'));
    }

    [Fact]
    public void A_second_call_writes_no_record_again()
    {
        RoundChild.Round(folder, "toy", (_, _) => { });
        var before = RoundChild.Content(folder);
        var writes = new HashSet<string>();
        RoundChild.Round(folder, "toy", (kind, _) => writes.Add(kind));
        Assert.Equal(before, RoundChild.Content(folder));
        Assert.DoesNotContain(writes, kind => kind.StartsWith("write records", StringComparison.Ordinal) || kind is "write pictures" or "write checkpoints" or "write cache");
    }

    [Fact]
    public void A_disk_that_is_full_stops_the_round_and_loses_nothing() => FillDisk(points: 4, seed: 5);

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public void A_disk_that_is_full_at_any_of_twenty_writes_stops_the_round_and_loses_nothing() => FillDisk(points: 20, seed: 7);

    [Fact]
    public void Stopping_and_going_on_ends_with_the_same_bits() => Stop(points: 4, seed: 6);

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public void Stopping_at_any_of_twenty_points_and_going_on_ends_with_the_same_bits() => Stop(points: 20, seed: 8);

    // Scores the first so many prompts.
    private sealed class Knows(int prompts) : IEvaluator
    {
        public string Name => "some";

        public IReadOnlyList<PictureScore?> Score(
            IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default) =>
            [.. pictures.Select(item => int.Parse(item.Prompt.Id, CultureInfo.InvariantCulture) <= prompts
                ? new PictureScore(item.Picture.Rgb[0] > 127, 0.5) : null)];
    }

    // As many of segmentation's boxes as are asked for.
    private sealed class Part(int share) : IRegionProposer
    {
        public string Name => "part";

        public IReadOnlyList<IReadOnlyList<Box>> Propose(IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
            [.. new SegmentProposer().Propose(pictures, cancel).Select(boxes => (IReadOnlyList<Box>)[.. boxes.Take(share * boxes.Count)])];
    }

    private void FillDisk(int points, long seed)
    {
        var (whole, events) = (Path.Combine(folder, "whole"), new List<string>());
        RoundChild.Round(whole, "toy", (kind, _) => events.Add(kind));
        var expected = RoundChild.Content(whole);
        foreach (var at in RoundPoints.Choose(events, points, new SeededRandom(seed), kind => kind.StartsWith("write", StringComparison.Ordinal)))
        {
            var (path, count) = (Path.Combine(folder, $"full-{at}"), 0);
            var failure = Assert.Throws<SrumException>(() => RoundChild.Round(path, "toy", (_, half) =>
            {
                if (++count == at)
                {
                    half();
                    throw new IOException("No space left on device");
                }
            }));
            Assert.Contains("No space left", failure.Message);
            RoundChild.Round(path, "toy", (_, _) => { });
            Assert.Equal(expected, RoundChild.Content(path));
        }
    }

    private void Stop(int points, long seed)
    {
        var (whole, events) = (Path.Combine(folder, "whole"), new List<string>());
        RoundChild.Round(whole, "toy", (kind, _) => events.Add(kind));
        var expected = RoundChild.Content(whole);
        foreach (var at in RoundPoints.Choose(events, points, new SeededRandom(seed)))
        {
            var (path, count) = (Path.Combine(folder, $"stopped-{at}"), 0);
            Assert.Throws<OperationCanceledException>(() => RoundChild.Round(path, "toy", (_, _) => _ = ++count == at ? throw new OperationCanceledException() : 0));
            RoundChild.Round(path, "toy", (_, _) => { });
            Assert.Equal(expected, RoundChild.Content(path));
        }
    }
}
