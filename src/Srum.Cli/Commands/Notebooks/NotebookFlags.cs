using System.ComponentModel;
using Spectre.Console.Cli;

namespace Srum.Cli.Commands.Notebooks;

/// <summary>Which notebooks a command is about.</summary>
internal class NotebookFlags : CommonSettings
{
    [CommandArgument(0, "[NAMES]")]
    [Description("Notebook files, or lessons by number or name (03, 03-judge); default: every lesson in notebooks/")]
    public string[] Names { get; init; } = [];
}
