using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Cli.Parsing;
using Srum.Display;
using Srum.Evaluation;
using Srum.Rounds;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary><c>srum ablate</c>: training settings × training seeds on one run's pictures, or the rest of it.</summary>
internal sealed class AblateCommand : Command<AblateCommand.Flags>
{
    internal sealed class Flags : SystemsFlags
    {
        [CommandOption("--settings <NAMES>")]
        [Description("What is compared, with commas between; default: sft, and the layout alone, the regions alone and both (srum-global, srum-local, srum), each also -matched: at SFT's mean weight. Others: control (rendered pictures), srum-signed, srum-dense, -sparse, -sample, -mean, -rank, -standard, -unconstrained, -reflected, verdict")]
        public string Compared { get; init; } = string.Join(',', AblationArms.Usual);

        public IReadOnlyList<string> Names => NamesIn(Compared);

        protected override int? UsualTrainings => 3;

        protected override Recipe UsualRecipe => Recipe.Published;

        public override ValidationResult Validate()
        {
            if (Rule is not null || Reward is not null || PictureReward is not null || Reflected)
            {
                return ValidationResult.Error("--rule, --reward, --picture-reward and --reflected belong to one training; name what is compared with --settings, srum-signed or srum-local say.");
            }

            return Unknown("--settings", Names) ?? base.Validate();
        }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        flags.CheckTraining();
        var (rollout, evaluation) = (flags.RolloutSet(), flags.EvaluationSet());
        var run = RunFolder.Open(flags.Run);
        using var model = ShippedModel.Open(flags);
        var ablation = new Ablation(run, model, flags.Round(model.Settings), new OracleEvaluator(), flags.RegionProposer(model)) { Choosing = flags.ChoosingSet() };
        AblationResult result;
        using (var progress = ConsoleProgress.Create())
        {
            result = ablation.Run(flags.Names, rollout, evaluation, ShellWords.Join(["srum", .. context.Arguments]), progress, cancel);
        }

        Console.WriteLine(new AblationTable(result));
        foreach (var table in RoundReport.Guidance(result.Result))
        {
            Console.WriteLine(table);
        }

        foreach (var finding in AblationReport.Findings(result))
        {
            Console.WriteLine(finding);
        }

        Console.WriteLine($"The ablation is in {run.File("ablation.json")}: open {run.File("ablation.html")}.");
        return 0;
    }
}
