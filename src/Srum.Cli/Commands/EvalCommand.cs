using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Display;
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

        var result = PromptEvaluation.Tabulate(flags.Name, [], [records]).Result;
        string[] categories = [.. result.ByCategory.Keys];
        Console.WriteLine(new ScoreTable(
            ["all", .. categories],
            [new(flags.Name, [result.WholePrompt, .. categories.Select(category => result.ByCategory[category])])],
            "Whole prompts right, in per cent, with 95 % intervals."));
        return 0;
    }
}
