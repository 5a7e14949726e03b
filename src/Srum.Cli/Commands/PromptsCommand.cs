using System.ComponentModel;
using Spectre.Console;
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

        [CommandOption("--world <NAME>")]
        [Description("The world that they are of: small (the shipped model's) or wide")]
        [DefaultValue("small")]
        public string World { get; init; } = "small";

        public override ValidationResult Validate() =>
            Shapes.World.Named(World) is null
                ? ValidationResult.Error($"--world is {World}; give small or wide.")
                : base.Validate();
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var folder = flags.Out ?? ShippedModel.DataFolder("prompts");
        OutputPath.CheckFolder(folder, "--out");
        PromptSetBuilder.Write(World.Named(flags.World)!, folder);
        Console.WriteLine($"The prompt sets are in {folder}.");
        return 0;
    }
}
