using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Display;
using Srum.Evaluation;
using Srum.Rounds;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary><c>srum eval</c>: draws an evaluation set with a model and scores it.</summary>
internal sealed class EvalCommand : Command<EvalCommand.Flags>
{
    internal sealed class Flags : ShardFlags
    {
        [CommandOption("--name <NAME>")]
        [Description("Name of the evaluated system in the run's records")]
        [DefaultValue("base")]
        public string Name { get; init; } = "base";

        public override ValidationResult Validate() => RunFolder.IsName(Name)
            ? base.Validate()
            : ValidationResult.Error($"--name must be letters, digits, '-', '_' and '.', and not end like a shard ('-1-of-2'), not '{Name}'.");
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var (part, prompts) = (flags.Part(), RecipeFlags.Prompts(flags.OneRecipe().Evaluation.PromptSet));
        var run = RunFolder.Open(flags.Run);
        using var model = ShippedModel.Open(flags);
        var settings = flags.OneRecipe(model.Settings.Draw).Evaluation;
        var pictures = settings.Plan(prompts);
        using (var progress = ConsoleProgress.Create())
        {
            EvaluateStage.Run(run, flags.Name, model, pictures, settings.Draw, new OracleEvaluator(), keep: 24, part, progress, cancel);
        }

        var records = EvaluateStage.Read(run, flags.Name, pictures);
        if (records.Count < pictures.Length)
        {
            Console.WriteLine($"Shard {part} is done: {records.Count} of {pictures.Length} pictures are evaluated. The last shard prints the table.");
            return 0;
        }

        if (!PromptEvaluation.CanTabulate([records]))
        {
            Console.WriteLine(
                $"{ExperimentReport.NothingScored} The first of them are in {run.File("pictures", flags.Name)}.");
            return 0;
        }

        Console.WriteLine(ScoreTable.Of([PromptEvaluation.Tabulate(flags.Name, [], [records]).Result]));
        return 0;
    }
}
