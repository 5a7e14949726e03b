using System.ComponentModel;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Notebooks;
using Srum.Notebooks.Checks;

namespace Srum.Cli.Commands.Notebooks;

/// <summary>
/// <c>srum notebooks check</c>: whether stored outputs are fresh, and what quick runs show against golden files.
/// </summary>
internal sealed class CheckNotebooksCommand : Command<CheckNotebooksCommand.Flags>
{
    internal sealed class Flags : NotebookFlags
    {
        [CommandOption("--stale")]
        [Description("Run nothing: only compare what stored outputs were made from with what is there now")]
        public bool Stale { get; init; }

        [CommandOption("--twice")]
        [Description("Run every cell a second time, right after the first")]
        public bool Twice { get; init; }

        [CommandOption("--solutions")]
        [Description("After a lesson's cells, run the code of its exercises' solutions")]
        public bool Solutions { get; init; }

        [CommandOption("--all")]
        [Description("Every cell twice, then the solutions, then again with the alternatives that cells name")]
        public bool All { get; init; }

        [CommandOption("--against <FOLDER>")]
        [Description("Compare kinds of output and MIME types with the same notebooks there, run quick in another host")]
        public string? Against { get; init; }

        [CommandOption("--update")]
        [Description(
            "Write what the quick runs show as the golden files; look at the difference before it is committed")]
        public bool Update { get; init; }

        [CommandOption("--timeout <SECONDS>")]
        [Description("The time for one run of one notebook")]
        [DefaultValue(600.0)]
        [InRange(1, 1_000_000)]
        public double Timeout { get; init; } = 600;

        public override ValidationResult Validate() => Stale && OfARun is { } flag
            ? ValidationResult.Error($"{flag} is for notebooks that run, and --stale runs none: leave one of them out.")
            : base.Validate();

        private string? OfARun => Update ? "--update" : Twice ? "--twice" : Solutions ? "--solutions"
            : All ? "--all" : Against is not null ? "--against" : null;
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var findings = new List<string>();
        (Notebook Own, Notebook? Other)[] notebooks =
        [
            .. Lessons.Find(flags.Names).Select(path => (Notebook.Read(path), flags.Against is null ? null
                : Notebook.Read(Path.Combine(flags.Against, Path.GetFileName(path))))),
        ];
        foreach (var (notebook, other) in notebooks)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var staleness = Staleness.Of(notebook);
            List<string> found = [.. flags.Stale ? [] : Run(notebook, other, flags, cancel)];
            if (staleness.Fails && !flags.Update)
            {
                found.Insert(0, $"{notebook.Name}, cell 1: {staleness.Verdict}");
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(found.Count == 0 ? "passed" : "FAILED")}  {notebook.Name,-24} "
                    + $"{clock.Elapsed.TotalSeconds,6:0.0} s  outputs {staleness.Verdict}"));
            findings.AddRange(found);
        }

        return Problems.End(findings);
    }

    private static IEnumerable<string> Run(
        Notebook notebook, Notebook? other, Flags flags, CancellationToken cancel)
    {
        var settings = new RunSettings { Quick = true, TimeOut = TimeSpan.FromSeconds(flags.Timeout) };
        var run = Execute(
            settings with { Twice = flags.Twice || flags.All, Solutions = flags.Solutions || flags.All });
        if (flags.Update && run.Problem is null)
        {
            Golden.Of(run).Write(notebook);
        }

        var findings = RunFindings.Of(run, other);
        if (flags.All
            && notebook.CodeCells.Any(cell => cell.Alternative is not null)
            && Execute(settings with { Twice = true, Alternatives = true }).Problem is { } problem)
        {
            findings = findings.Append($"{problem} (with the alternatives)");
        }

        return findings;

        NotebookRun Execute(RunSettings how) => NotebookRun.Execute(notebook, how, cancel).GetAwaiter().GetResult();
    }
}
