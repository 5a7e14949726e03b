using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Files;
using Srum.Notebooks;

namespace Srum.Cli.Commands.Notebooks;

/// <summary><c>srum notebooks programs</c>: the lessons as programs that need no kernel.</summary>
internal sealed class ProgramNotebooksCommand : Command<ProgramNotebooksCommand.Flags>
{
    internal sealed class Flags : NotebookFlags
    {
        [CommandOption("--check")]
        [Description("Write nothing: fail where a program differs from its notebook")]
        public bool Check { get; init; }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var notebooks = Lessons.Find(flags.Names).Select(Notebook.Read).ToList();
        if (!flags.Check)
        {
            notebooks.ForEach(LessonProgram.CheckTarget);
            foreach (var notebook in notebooks)
            {
                var path = LessonProgram.PathOf(notebook);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, LessonProgram.Of(notebook));
            }

            return 0;
        }

        var different = notebooks.Where(notebook => !LessonProgram.IsCurrent(notebook))
            .Select(notebook => $"programs/{notebook.Name}.cs")
            .ToList();
        return different.Count == 0
            ? 0
            : throw new SrumException($"Not what their notebooks are now: {string.Join(", ", different)}. Write them: "
                + "srum notebooks programs.");
    }
}
