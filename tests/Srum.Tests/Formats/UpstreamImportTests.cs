using System.Text.Json;
using System.Text.Json.Nodes;
using Srum.Formats;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Prompts;
using Srum.Rollout;
using Srum.Runs;
using Srum.Tests.Runs;
using Srum.Training;
using static Srum.Tests.Formats.ScoredLines;

namespace Srum.Tests.Formats;

/// <summary>From upstream's scored files to a run that can be trained on, and back.</summary>
public sealed class UpstreamImportTests : IDisposable
{
    private const string Failed = ", \"reason\": \"VLM failed after 2 attempts.\"";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_repaired_and_what_is_refused_is_told()
    {
        Picture("1.png", 48, 32);
        Picture("2.png", 48, 32);
        Picture("3.png", 96, 64);
        Picture("4.png", 32, 48);
        File.WriteAllText(folder.File("images/5.png"), "no picture");
        var tally = Import(
            Line("1.png", Region("cup", "0.5") + ", " + Region("cup", "null", "[5, 5, 5, 9]") + ", "
                + Region("cup", "0.1", "[60, 0, 70, 9]"), "0.7"),
            Line("2.png", Region("cup", "0.0", more: Failed) + ", " + Region("cup", "95"), "0.0" + Failed),
            Line("3.png", Region("cup", "-0.5"), "0.7"),
            Line("4.png", Region("cup", "-0.5"), "0.7"),
            Line("5.png", "", "0.7"),
            Line("6.png", "", "0.7"),
            Line("1.png", Region("cup", "-1"), "0.7"),
            Line("../images/1.png", "", "0.7"),
            "{\"image_file\": \"1.png\", \"score\": NaN}");

        Assert.Equal((9, 3), (tally.Lines, tally.Imported));
        Assert.Equal((1, 1, 1, 1), (tally.LayoutsUnzeroed, tally.RegionsUnzeroed, tally.OutOfRange, tally.Rescaled));
        Assert.Equal((1, 1, 1), (tally.UnusableBoxes, tally.UnusableWithoutScore, tally.NotTrained));
        Assert.Equal(6, tally.Refused.Count);
        string[] words = ["another shape", "5.png", "which", "a second time", "'../images/1.png'", "NaN"];
        Assert.All(words.Zip(tally.Refused, Enumerable.Range(4, 6)), refusal =>
        {
            Assert.Contains($"scored.jsonl, line {refusal.Third}", refusal.Second);
            Assert.Contains(refusal.First, refusal.Second);
        });

        var judged = JudgeStage.Read(Run());
        Assert.Equal([0.5], judged[0].Regions.Select(region => region.Score));
        Assert.Equal((null, 3), (judged[1].Layout!.Score, judged[1].Unanswered));
        Assert.Equal([null, null], judged[1].Regions.Select(region => region.Score));
        // Boxes are relative, so that another resolution is no other region.
        Assert.Equal(judged[0].Regions[0].Box, judged[2].Regions[0].Box);
        Assert.Equal(["pictures/00000-000.png", "pictures/00002-000.png"],
            TrainingSet.Of(Run(), judged, new Weighted()).Select(example => example.Id));
    }

    [Fact]
    public void The_prompt_is_the_rollouts_and_the_category_the_prompt_files()
    {
        Picture("11.png", 48, 32);
        var rollout = folder.Write("output.jsonl", """
            {"prompt_id": 6, "image_file": "11.png", "original_prompt": "a cup"}
            {"prompt_id": 7, "image_file": "11.png", "original_prompt": "a red cup, please", "think_output": "hm"}
            {}
            """);
        var prompts = folder.Write(
            "prompts.json", """[{"Question": "a red cup, please", "Category": "color", "Question_id": 7, "a": 1}]""");
        var tally = Import([rollout], prompts, Line("11.png", "", "0.7"));
        Assert.Contains("output.jsonl, line 3", Assert.Single(tally.Refused));
        Assert.Equal(1, tally.OtherPrompt);
        var drawn = Assert.Single(RolloutStage.Read(Run()));
        Assert.Equal(
            ("7", "a red cup, please", "color", "hm"), (drawn.PromptId, drawn.Prompt, drawn.Category, drawn.Thought));
        Assert.Equal(drawn.Prompt, Assert.Single(JudgeStage.Read(Run())).Prompt);

        // They go out as they came in.
        UpstreamExport.Run(Run(), folder.File("out"));
        Assert.Equal(File.ReadAllText(prompts), File.ReadAllText(folder.File("out/prompts.json")));
        var back = Assert.Single(JsonLines.Read(folder.File("out/output.jsonl")));
        Assert.True(JsonElement.DeepEquals(JsonLines.Read(rollout)[1].Sound(), back.Sound()));
    }

    [Fact]
    public void An_import_that_was_stopped_goes_on_and_ends_as_if_it_had_not_been()
    {
        string[] lines = [.. Enumerable.Range(1, 4).Select(i => Line($"{i}.png", Region("cup", "0.5"), "0.7"))];
        foreach (var i in Enumerable.Range(1, 4))
        {
            Picture($"{i}.png", 48, 32);
        }

        Import(lines);
        var whole = Records();
        for (var allowed = 1; ; allowed++)
        {
            Directory.Delete(folder.File("run"), recursive: true);
            var left = allowed;
            try
            {
                Import([], null, stream => new TappedStream(
                    stream, (_, _) => _ = left-- > 0 ? 0 : throw new IOException("the disk is full")), lines);
                break;
            }
            catch (SrumException)
            {
                Import(lines);
                Assert.Equal(whole, Records());
            }
        }

        string[] Records() => [.. ((string[])["rollout", "judge"])
            .Select(name => File.ReadAllText(folder.File($"run/records/{name}.jsonl")))];
    }

    [Fact]
    public void Another_file_is_no_continuation()
    {
        Picture("1.png", 48, 32);
        var line = Line("1.png", "", "0.7");
        var rollout = folder.Write("output.jsonl", """{"image_file": "1.png", "original_prompt": "another cup"}""");
        var prompts = folder.Write("own.json", """[{"Question": "a red cup", "Category": "color"}]""");
        Import(line);
        IsRefused(() => Import(Line("1.png", "", "0.6")));
        IsRefused(() => Import([rollout], null, line));
        IsRefused(() => Import([], prompts, line));
        Assert.Equal(1, Import(line).Imported);

        static void IsRefused(Action import) =>
            Assert.Contains("begun with other settings", Assert.Throws<SrumException>(import).Message);
    }

    [Fact]
    public void Fields_that_nothing_reads_survive_the_way_there_and_back()
    {
        Picture("1.png", 48, 32);
        var line = Line(
            "1.png", Region("cup", "0.50", more: ", \"binarized_score\": 1, \"mask\": [1, 2]") + ", "
                + Region("wall", "-0.5"), "0.70",
            reply: "Region ID: 1", more: ", \"mine\": {\"deep\": [null]}");
        Import(line);
        var tally = UpstreamExport.Run(Run(), folder.File("out"));
        Assert.Equal((1, 1, 0), (tally.Pictures, tally.Trained, tally.Unanswered));
        var back = Assert.Single(JsonLines.Read(folder.File("out/scored.jsonl"))).Sound();
        Assert.True(JsonElement.DeepEquals(Json(line), back), back.ToString());
    }

    [Fact]
    public void Upstreams_trainer_paints_the_map_that_is_trained_on_here()
    {
        Picture("1.png", 48, 32);
        Picture("2.png", 48, 32);
        Import(
            Line("1.png", Region("cup", "0.5") + ", " + Region("a dragon", "0.9", "[20, 0, 48, 30]") + ", "
                + Region("cup", "-0.5", "[0, 10, 9, 32]"), "0"),
            Line("2.png", Region("cup", "null"), "0.4"));
        UpstreamExport.Run(Run(), folder.File("out"));
        var judged = JudgeStage.Read(Run());
        var lines = JsonLines.Read(folder.File("out/training.jsonl"));
        Assert.Equal(2, lines.Count);
        Assert.All(judged.Zip(lines), pair => Assert.Equal(
            RewardMap.Paint(MapRule.Published, 48, 32, DualReward.From(pair.First, 48, 32)!).Pixels,
            RewardMap.Paint(MapRule.Published, 48, 32, PublishedRewards.Read(pair.Second.Sound())!).Pixels));
    }

    [Fact]
    public void What_a_run_of_ours_exports_can_be_imported_again()
    {
        Picture("1.png", 48, 32);
        Picture("2.png", 32, 32);
        Import(Line("1.png", Region("cup", "0.5"), "0.7"), Line("2.png", "", "null", 32, 32));
        Directory.Delete(folder.File($"run/{UpstreamImport.Kept}"), recursive: true);
        UpstreamExport.Run(Run(), folder.File("out"));
        var again = RunFolder.Open(folder.File("again"));
        var tally = UpstreamImport.Run(
            again, folder.File("out/scored.jsonl"), folder.File("out/images"), [folder.File("out/output.jsonl")]);
        Assert.Empty(tally.Refused);
        Assert.Equal(1, tally.LayoutsUnzeroed);
        var (before, after) = (JudgeStage.Read(Run()), JudgeStage.Read(again));
        Assert.Equal(before.Select(record => record.Layout?.Score), after.Select(record => record.Layout?.Score));
        Assert.Equal(before.SelectMany(record => record.Regions), after.SelectMany(record => record.Regions));
        Assert.Equal(
            ["a red cup", "a red cup"], SftParquet.Read(folder.File("out/sft.parquet")).Select(row => row.Caption));
        Assert.Equal(2, PromptSet.Read(folder.File("out/prompts.json")).Prompts.Count);
    }

    private ImportTally Import(params string[] lines) => Import([], null, lines);

    private ImportTally Import(string[] rollout, string? prompts, params string[] lines) =>
        Import(rollout, prompts, null, lines);

    private ImportTally Import(
        string[] rollout, string? prompts, Func<Stream, Stream>? through, params string[] lines)
    {
        Directory.CreateDirectory(folder.File("images"));
        return UpstreamImport.Run(
            RunFolder.Open(folder.File("run"), through), folder.Write("scored.jsonl", string.Join('\n', lines) + "\n"),
                folder.File("images"), rollout, prompts);
    }

    private RunFolder Run() => RunFolder.Open(folder.File("run"));

    private void Picture(string name, int width, int height)
    {
        Directory.CreateDirectory(folder.File("images"));
        PictureFile.WritePng(folder.File($"images/{name}"), new Picture(width, height, new byte[width * height * 3]));
    }
}
