using System.ComponentModel;
using System.Globalization;
using Spectre.Console.Cli;
using Srum.Notebooks;
using Srum.Notebooks.Export;

namespace Srum.Cli.Commands.Notebooks;

/// <summary><c>srum notebooks export</c>: an offline web book from stored outputs.</summary>
internal sealed class ExportNotebooksCommand : Command<ExportNotebooksCommand.Flags>
{
    internal sealed class Flags : NotebookFlags
    {
        [CommandOption("--out <FOLDER>")]
        [Description("The book's folder; its index.html opens in any browser")]
        [DefaultValue("site")]
        public string Out { get; init; } = "site";
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        OutputPath.CheckFolder(flags.Out, "--out");
        var book = new WebBook([.. Lessons.Find(flags.Names).Select(Notebook.Read)], Repository.Root);
        var (files, bytes) = book.Write(flags.Out);
        foreach (var bare in book.Lessons.Where(lesson => !lesson.HasOutputs))
        {
            Console.WriteLine($"{bare.Name} has no stored outputs: its page is text and code alone. Run it first (srum "
                + $"notebooks run {bare.Name}).");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{book.Lessons.Count} lessons, {files} files, {bytes / 1e6:0.0} MB. Open "
                + $"{Path.Combine(Path.GetFullPath(flags.Out), "index.html")}"));
        return 0;
    }
}
