using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Srum.Files;
using Srum.Notebooks;
using Srum.Notebooks.Checks;

namespace Srum.Cli.Commands.Notebooks;

/// <summary><c>srum notebooks run</c>: executes notebooks in the real kernel and writes what they show.</summary>
internal sealed class RunNotebooksCommand : Command<RunNotebooksCommand.Flags>
{
    internal sealed class Flags : NotebookFlags
    {
        [CommandOption("--quick")]
        [Description(
            "Set quick = true in the cell tagged parameters. Such a run is a check: it is written only with --out")]
        public bool Quick { get; init; }

        [CommandOption("--out <FOLDER>")]
        [Description("Write the notebooks with their outputs there; default: in their place")]
        public string? Out { get; init; }

        [CommandOption("--timeout <SECONDS>")]
        [Description("The time for one notebook")]
        [DefaultValue(900.0)]
        [InRange(1, 1_000_000)]
        public double Timeout { get; init; } = 900;
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var problems = new List<string>();
        if (flags.Out is not null)
        {
            OutputPath.CheckFolder(flags.Out, "--out");
        }

        var paths = Lessons.Find(flags.Names);
        foreach (var notebook in paths.Select(Notebook.Read))
        {
            notebook.CheckTarget(Target(notebook, flags));
        }

        foreach (var path in paths)
        {
            var settings = new RunSettings { Quick = flags.Quick, TimeOut = TimeSpan.FromSeconds(flags.Timeout) };
            var run = NotebookRun.Execute(Notebook.Read(path), settings, cancel).GetAwaiter().GetResult();
            var size = Write(run, flags, problems);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(run.Problem is null ? "passed" : "FAILED")}  {run.Notebook.Name,-24} {run.Took.TotalSeconds,6:0.0} "
                    + $"s  {run.PeakBytes >> 20,5} MiB  {size / 1024.0,5:0} KiB"));
            if (run.Problem is not null)
            {
                problems.Add(run.Problem);
            }
        }

        return Problems.End(problems);
    }

    private static int Write(NotebookRun run, Flags flags, List<string> problems)
    {
        // A quick or failed run is not what a reader should find: its outputs count as made from nothing.
        var key = flags.Quick || run.Problem is not null ? new JsonObject() : Provenance.Of(run.Notebook).ToJson();
        var bytes = run.Notebook.With(run.Results, key);
        // A run that failed does not take the place of a whole one: its problem is told, and --out shows its cells.
        var isKept = flags.Out is null && run.Problem is not null && Provenance.Stored(run.Notebook) is not null;
        if (!isKept && (flags.Out is not null || !flags.Quick))
        {
            try
            {
                run.Notebook.CheckTarget(Target(run.Notebook, flags));
                AtomicFile.Write(Target(run.Notebook, flags), bytes);
            }
            catch (SrumException refused)
            {
                problems.Add(refused.Message);
            }
        }

        return bytes.Length;
    }

    private static string Target(Notebook notebook, Flags flags) =>
        flags.Out is null ? notebook.Path : Path.Combine(flags.Out, Path.GetFileName(notebook.Path));
}
