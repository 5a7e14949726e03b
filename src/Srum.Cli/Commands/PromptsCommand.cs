using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Cli.Parsing;
using Srum.Shapes;

namespace Srum.Cli.Commands;

/// <summary>
/// <c>srum prompts</c>: writes the fixed prompt sets of the shapes world anew, or new prompts to practise.
/// </summary>
internal sealed class PromptsCommand : Command<PromptsCommand.Flags>
{
    internal sealed class Flags : CommonSettings
    {
        [CommandOption("--out <FOLDER>")]
        [Description("Where to write them, with --new a file; default: data/prompts of srum's clone, of the wide world "
            + "its folder wide, with --new prompts.json")]
        public string? Out { get; init; }

        [CommandOption("--world <NAME>")]
        [Description("The world that they are of: small (the shipped model's) or wide")]
        [DefaultValue("small")]
        public string World { get; init; } = "small";

        [CommandOption("--new <N>")]
        [Description("Instead of the fixed sets so many prompts to practise, over all words of the world: half of them "
            + "ask for combinations that pretraining never draws; none for those kept for 'test'")]
        [InRange(1, 1_000_000)]
        public int? New { get; init; }

        [CommandOption("--seed <SEED>")]
        [Description("Which new ones; they come out the same every time; default: 0")]
        [InRange(0)]
        public long? Seed { get; init; }

        public override ValidationResult Validate() =>
            Seed is not null && New is null ? ValidationResult.Error(
                "--seed says which new prompts, and the fixed sets are always the same: give --new, or leave it out.") :
            Shapes.World.Named(World) is null
                ? ValidationResult.Error($"--world is {World}; give small or wide.")
                : base.Validate();
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var world = World.Named(flags.World)!;
        if (flags.New is { } count)
        {
            var file = flags.Out ?? "prompts.json";
            OutputPath.Check(file, "--out");
            RolloutPrompts.Set(world, flags.Seed ?? 0, count).Write(file);
            string[] next = ["srum", "run", "--set", $"rollout.promptSet={file}"];
            Console.WriteLine($"{count} prompts are in {file}. Next: {ShellWords.Join(next)}");
            return 0;
        }

        var folder = flags.Out ?? ShippedModel.PromptSets(world);
        OutputPath.CheckFolder(folder, "--out");
        PromptSetBuilder.Write(world, folder);
        Console.WriteLine($"The prompt sets are in {folder}.");
        return 0;
    }
}
