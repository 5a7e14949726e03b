using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Shapes;

namespace Srum.Cli.Commands;

/// <summary><c>srum prompts</c>: writes the fixed prompt sets of the shapes world anew.</summary>
internal sealed class PromptsCommand : Command<PromptsCommand.Flags>
{
    internal sealed class Flags : CommonSettings
    {
        [CommandOption("--out <FOLDER>")]
        [Description("Where to write them; they come out the same every time; default: data/prompts of srum's clone")]
        public string? Out { get; init; }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var folder = flags.Out ?? ShippedModel.DataFolder("prompts");
        OutputPath.CheckFolder(folder, "--out");
        PromptSetBuilder.Write(folder);
        Console.WriteLine($"The prompt sets are in {folder}.");
        return 0;
    }
}
