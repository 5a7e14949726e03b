using Spectre.Console.Cli;
using Srum.Notebooks;
using Srum.Notebooks.Lint;

namespace Srum.Cli.Commands.Notebooks;

/// <summary><c>srum notebooks lint</c>: the rules for lessons that a run does not show.</summary>
internal sealed class LintNotebooksCommand : Command<NotebookFlags>
{
    public override int Execute(CommandContext context, NotebookFlags flags, CancellationToken cancel)
    {
        var notebooks = Lessons.Find(flags.Names).Select(Notebook.Read).ToList();
        var findings = notebooks
            .SelectMany(notebook => Linter.Check(notebook).Select(finding => $"{notebook.Name}, {finding}"))
            .ToList();
        findings.ForEach(Console.WriteLine);
        return findings.Count == 0
            ? 0
            : throw new SrumException(
                $"{findings.Count} findings in {notebooks.Count} notebooks; the first: {findings[0]}");
    }
}
