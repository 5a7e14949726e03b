using Srum.Evaluation;
using Srum.Models;
using Srum.Runs;

namespace Srum.Tests.Evaluation;

/// <summary>The evaluation stage alone: sharing out the work changes nothing.</summary>
public sealed class EvaluateStageTests : IDisposable
{
    private const int Keep = 7;

    private static readonly (EvaluationPrompt Prompt, long Seed)[] Pictures =
        [
            .. Enumerable.Range(0, 14)
                .Select(i => (new EvaluationPrompt($"{i / 2}", $"{i / 2} red circles", "numeracy"), 100L + i)),
        ];

    private static readonly DrawSettings Settings = new() { Width = 32, Height = 32, BatchSize = 3 };

    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Shards_merge_to_the_unsharded_result()
    {
        using var model = new ToyModel();
        var (whole, shared) = (Open("whole"), Open("shared"));
        var records = Run(whole, model);
        Assert.Equal(Pictures.Length, records.Count);
        // Five batches, the last one of two pictures: the first shard has the first and the last.
        Assert.Equal([3, 3, 5], ((string[])["3/4", "4/4", "1/4"]).Select(shard => Run(shared, model, shard).Count));
        Assert.Equal(11, EvaluateStage.Read(shared, "base", Pictures).Count);
        Run(shared, model, "2/4");
        Assert.Equal(records, EvaluateStage.Read(shared, "base", Pictures));
        Assert.Equal(Kept(whole), Kept(shared));
        Assert.Equal(Keep, Kept(whole).Length);
        Assert.Equal(
            PromptEvaluation.Tabulate("base", [], [records]).Rows,
            PromptEvaluation.Tabulate("base", [], [Run(shared, new Silent())]).Rows);
        Assert.All(
            Pictures, picture => Assert.NotNull(EvaluateStage.Scores(shared, "base")(picture.Prompt, picture.Seed)));
    }

    [Fact]
    public void A_system_whose_name_begins_alike_is_another_one()
    {
        using var model = new ToyModel();
        var run = Open("run");
        Run(run, model, "1/2", "srum-0");
        Assert.Empty(EvaluateStage.Read(run, "srum", Pictures));
        Run(run, model, name: "srum");
        Assert.Equal(8, EvaluateStage.Read(run, "srum-0", Pictures).Count);
    }

    [Theory]
    [InlineData("base", true)]
    [InlineData("srum-signed-0", true)]
    [InlineData("srum-1-of-2", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    public void A_systems_name_can_name_a_file_that_is_no_shard_of_another(string name, bool fits) =>
        Assert.Equal(fits, RunFolder.IsName(name));

    private static IReadOnlyList<EvaluationRecord> Run(
        RunFolder run, IUnifiedModel model, string? shard = null, string name = "base") =>
        EvaluateStage.Run(
            run, name, model, Pictures, Settings, new FirstByte(), Keep, shard is null ? null : Shard.Parse(shard));

    private RunFolder Open(string name) => RunFolder.Open(Path.Combine(folder, name));

    private static string[] Kept(RunFolder run) =>
        [
            .. Directory.GetFiles(run.File("pictures", "base")).Order(StringComparer.Ordinal)
                .Select(path => Path.GetFileName(path) + Convert.ToHexString(File.ReadAllBytes(path))),
        ];

    /// <summary>Scores that differ from picture to picture.</summary>
    private sealed class FirstByte : IEvaluator
    {
        public string Name => "first-byte";

        public IReadOnlyList<PictureScore?> Score(
            IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default) =>
            [.. pictures.Select(item => new PictureScore(item.Picture.Rgb[0] > 127, item.Picture.Rgb[0] / 255.0))];
    }

    /// <summary>The same model, which must not be asked.</summary>
    private sealed class Silent() : DelegatingModel(new ToyModel())
    {
        public override IReadOnlyList<Drawing> Draw(
            IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default) =>
            throw new InvalidOperationException("Everything is drawn already.");
    }
}
