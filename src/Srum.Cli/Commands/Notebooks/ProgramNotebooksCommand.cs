using System.ComponentModel;
using System.Text;
using Spectre.Console.Cli;
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
        var different = new List<string>();
        foreach (var notebook in Lessons.Find(flags.Names).Select(Notebook.Read))
        {
            var (path, text) = (LessonProgram.PathOf(notebook), LessonProgram.Of(notebook));
            if (!flags.Check)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
            }
            else if (!File.Exists(path) || File.ReadAllText(path).ReplaceLineEndings("\n") != text)
            {
                different.Add($"programs/{notebook.Name}.cs");
            }
        }

        return different.Count == 0
            ? 0
            : throw new SrumException($"Not what their notebooks are now: {string.Join(", ", different)}. Write them: srum notebooks programs.");
    }
}
