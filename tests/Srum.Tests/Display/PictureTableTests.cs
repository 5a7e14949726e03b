using System.Text.RegularExpressions;
using Srum.Display;
using Srum.Evaluation;
using Srum.Models;
using Srum.Runs;

namespace Srum.Tests.Display;

/// <summary>Evaluated systems side by side.</summary>
public sealed partial class PictureTableTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Pictures_that_one_system_has_right_and_another_wrong_stand_alone()
    {
        var run = RunFolder.Open(folder);
        (EvaluationPrompt Prompt, long Seed)[] pictures =
            [.. Enumerable.Range(0, 6).Select(i => (new EvaluationPrompt($"{i}", $"prompt {i}"), (long)i))];
        using var model = new ToyModel();
        foreach (var (name, right) in ((string, string)[])[("base", "014"), ("after", "0235")])
        {
            EvaluateStage.Run(
                run, name, model, pictures, model.Settings.Draw with { Steps = 2 }, new Listed(right), keep: 5);
        }

        (string, RunFolder, string)[] systems = [("before", run, "base"), ("after", run, "after")];
        string[] Prompts(PictureTable table) =>
            [.. RowHeading().Matches(table.ToHtml()).Select(heading => heading.Value)];
        Assert.Equal(
            ["prompt 0", "prompt 1", "prompt 2"], Prompts(PictureTable.BySystem(pictures, 3, systems)));
        // Picture 5 differs too, but was not kept.
        Assert.Equal(
            ["prompt 1", "prompt 2", "prompt 3", "prompt 4"],
            Prompts(PictureTable.WhereSystemsDiffer(pictures, 6, systems)));
        Assert.Equal(["prompt 1"], Prompts(PictureTable.WhereSystemsDiffer(pictures, 1, systems)));
    }

    [GeneratedRegex("prompt [0-9](?=<)")]
    private static partial Regex RowHeading();

    private sealed class Listed(string right) : IEvaluator
    {
        public string Name => "listed";

        public IReadOnlyList<PictureScore?> Score(
            IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default) =>
            [.. pictures.Select(item => new PictureScore(right.Contains(item.Prompt.Id, StringComparison.Ordinal), 1))];
    }
}
