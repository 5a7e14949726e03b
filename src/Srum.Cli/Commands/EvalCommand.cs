using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Evaluation;
using Srum.Rounds;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary><c>srum eval</c>: draws an evaluation set with a model and scores it.</summary>
internal sealed class EvalCommand : Command<EvalCommand.Flags>
{
    internal sealed class Flags : RoundFlags
    {
        [CommandOption("--name <NAME>")]
        [Description("Name of the evaluated system in the run's records")]
        [DefaultValue("base")]
        public string Name { get; init; } = "base";
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var (prompts, run) = (flags.EvaluationSet(), RunFolder.Open(flags.Run));
        using var model = ShippedModel.Open(flags);
        var settings = flags.Round(model.Settings);
        var pictures = SrumRound.Pictures(prompts, settings);
        IReadOnlyList<EvaluationRecord> records;
        using (var progress = ConsoleProgress.Create())
        {
            records = EvaluateStage.Run(run, flags.Name, model, pictures, settings.Draw, new OracleEvaluator(), keep: 24, progress, cancel);
        }

        if (!PromptEvaluation.CanTabulate([records]))
        {
            Console.WriteLine($"{RoundReport.NothingScored} The first of them are in {run.File("pictures", flags.Name)}.");
            return 0;
        }

        var result = PromptEvaluation.Tabulate(flags.Name, [], [records]).Result;
        Console.WriteLine(RoundReport.Scores([result]));
        return 0;
    }
}
