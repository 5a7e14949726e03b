using System.Text.RegularExpressions;
using Srum.Notebooks;

namespace Srum.Tests.Notebooks;

public sealed class BagelLineTests : IDisposable
{
    private static readonly Regex Line = new("""UnifiedModel\.Open\("…/BAGEL-7B-MoT"[^)]*\)""");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("srum-bagel");

    [Fact]
    public async Task The_line_with_which_each_lesson_opens_BAGEL_7B_opens_a_miniature_that_draws()
    {
        var lessons = Lessons.Find([]).Select(Notebook.Read).ToList();
        var lines = lessons.Select(lesson =>
            Line.Match(string.Join('\n', lesson.Cells.Where(cell => cell.IsProse).Select(cell => cell.Source))).Value)
            .ToList();
        Assert.All(
            lessons.Zip(lines),
            lesson => Assert.True(lesson.Second.Length > 0, $"{lesson.First.Name} does not open BAGEL-7B-MoT"));
        var kit = Repository.Find("artifacts", "kit");
        var miniature = Path.Combine(_folder.FullName, "miniature");
        string[] cells =
        [
            $"""
            #r "{kit}/TorchSharp.dll"
            #r "{kit}/SixLabors.ImageSharp.dll"
            #r "{kit}/Srum.dll"
            using Srum.Models;
            RandomModel.Write(@"{miniature}", describedBy: @"{Path.Combine(DataFolder.Path, "model")}", seed: 1);
            """,
            .. lines.Select(line => $$"""
                using (var model = {{line.Replace("\"…/BAGEL-7B-MoT\"", $"@\"{miniature}\"", StringComparison.Ordinal).Replace("torch.CUDA", "torch.CPU", StringComparison.Ordinal)}})
                {
                    Console.Write(model.Draw([new DrawRequest("a red circle", 1)], model.Settings.Draw with { Steps = 3 })[0].Picture.Width);
                }
                """),
        ];

        var run = await NotebookRun.Execute(
            SmallNotebook.Of(cells), new RunSettings(), TestContext.Current.CancellationToken);

        Assert.Null(run.Problem);
        Assert.All(
            run.Results.Values.Skip(1),
            result => Assert.Equal("32", NotebookCell.Text(result.Outputs.Single()["text"])));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
