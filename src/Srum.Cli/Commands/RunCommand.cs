using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Cli.Parsing;
using Srum.Display;
using Srum.Evaluation;
using Srum.Models;
using Srum.Rounds;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary><c>srum run</c>: a whole round, or the rest of one that was stopped.</summary>
internal sealed class RunCommand : Command<RunCommand.Flags>
{
    internal sealed class Flags : SystemsFlags
    {
        [CommandOption("--beside <NAMES>")]
        [Description("Systems trained beside it, with commas between, named as in 'srum ablate', or none; default: sft, with --recipe full control,sft,srum. The control learns from pictures rendered for the prompts, of the shapes world alone")]
        public string? Beside { get; init; }

        private string[]? Rivals => Beside switch { null => null, "none" => [], _ => NamesIn(Beside) };

        public override ValidationResult Validate() => (Rivals is { } named && Beside != "none" ? Unknown("--beside", named) : null) ?? base.Validate();

        public override RoundSettings Round(ModelSettings model) => base.Round(model) is var round && Rivals is { } named ? round with { Beside = named } : round;
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        flags.CheckTraining();
        var (rollout, evaluation) = (flags.RolloutSet(), flags.EvaluationSet());
        var run = RunFolder.Open(flags.Run);
        using var model = ShippedModel.Open(flags);
        var round = new SrumRound(run, model, flags.Round(model.Settings), new OracleEvaluator(), flags.RegionProposer(model)) { Choosing = flags.ChoosingSet(), Recorded = Recorded() };
        RoundResult result;
        using (var progress = ConsoleProgress.Create())
        {
            result = round.Run(rollout, evaluation, ShellWords.Join(["srum", .. context.Arguments]), progress, cancel);
        }

        if (result.Evaluator is not null)
        {
            Console.WriteLine(ScoreTable.Of(result.Systems));
            foreach (var table in RoundReport.Guidance(result))
            {
                Console.WriteLine(table);
            }
        }

        foreach (var finding in (string[])[.. RoundReport.Findings(result), .. RoundReport.OnRecord(result, round.Recorded)])
        {
            Console.WriteLine(finding);
        }

        Console.WriteLine($"The whole run is in {run.Path}: open {run.File("report.html")}.");
        return 0;
    }

    // A checkout without the file, or a model of the user's own, has nothing on record.
    private static RoundResult? Recorded()
    {
        var file = Path.Combine(ShippedModel.DataFolder(), "results", "tiny-srum.json");
        return File.Exists(file) ? RoundResult.Parse(File.ReadAllText(file), file) : null;
    }
}
