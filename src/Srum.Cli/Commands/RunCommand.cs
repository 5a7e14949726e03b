using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Cli.Parsing;
using Srum.Display;
using Srum.Endpoints;
using Srum.Evaluation;
using Srum.Prompts;
using Srum.Rounds;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary>
/// <c>srum run</c>: one or several recipes from drawing to evaluation, or the rest of what was stopped.
/// </summary>
internal sealed class RunCommand : Command<RunCommand.Flags>
{
    /// <summary>The command's other name, under which it takes the recipes of global against local.</summary>
    public const string Ablate = "ablate";

    internal sealed class Flags : RecipeFlags
    {
        [CommandOption("--recipe <NAMES>")]
        [Description(
            "Recipes of data/recipes, folders of them or files of your own, with commas between; several are compared; "
            + "default: sft,verdict, of 'srum ablate' ablation")]
        public string? Recipe { get; init; }

        [CommandOption("--trainings <N>")]
        [Description("Trainings of each recipe, with seeds 0, 1, …; default: as the recipes say")]
        [InRange(1, 1000)]
        public int? Trainings { get; init; }

        [CommandOption("--judge <WHO>")]
        [Description("Who judges: own, truth or endpoint:NAME, a name in judges.json; default: as the recipes say")]
        public string? Judge { get; init; }

        /// <summary>The recipes where the command line does not say.</summary>
        public string Usual { get; set; } = "sft,verdict";

        protected override string Named => Recipe ?? Usual;

        protected override IEnumerable<string> Changes =>
        [
            .. JudgeFlag.Changes(Judge), .. base.Changes,
            .. Trainings is { } count ? [FormattableString.Invariant($"trainings={count}")] : (string[])[],
        ];

        public override ValidationResult Validate() =>
            JudgeFlag.Fault(Judge, Set) is { } fault ? ValidationResult.Error(fault) : base.Validate();

        /// <summary>Checks what can be checked before anything is drawn, and opens the endpoints that judge.</summary>
        public EndpointBook Check()
        {
            CheckTraining();
            return new EndpointBook().With(Recipes().Select(recipe => recipe.Judge));
        }

        /// <summary>The prompts that choose guidances; null = those that are evaluated.</summary>
        public PromptSet? Choosing(EvaluationSettings settings, PromptSet evaluation)
        {
            var set = SetOf(settings.ChoosingSet);
            return set.Prompts.SequenceEqual(evaluation.Prompts) ? null : set;
        }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        flags.Usual = context.Name == Ablate ? "ablation" : flags.Usual;
        var endpoints = flags.Check();
        var run = RunFolder.Open(flags.Run);
        using var model = ShippedModel.Open(flags);
        var recipes = flags.Recipes(model.Settings.Draw);
        var evaluated = recipes[0].Evaluation;
        var evaluation = flags.SetOf(evaluated.PromptSet);
        var experiment = new Experiment(run, model, recipes, new OracleEvaluator(model.Settings.World))
        {
            Choosing = evaluated.Guidances is null ? null : flags.Choosing(evaluated, evaluation),
            Recorded = Recorded(),
            Endpoints = endpoints,
        };
        ExperimentResult result;
        using (var progress = ConsoleProgress.Create())
        {
            result = experiment.Run(
                recipe => flags.SetOf(recipe.Rollout.PromptSet), evaluation,
                ShellWords.Join(["srum", .. context.Arguments]), progress, cancel);
        }

        if (result.Evaluator is not null)
        {
            Console.WriteLine(new ExperimentTable(result));
            foreach (var table in ExperimentTables.Guidance(result))
            {
                Console.WriteLine(table);
            }
        }

        foreach (var finding in ExperimentReport.Findings(result)
            .Concat(ExperimentReport.OnRecord(result, experiment.Recorded)))
        {
            Console.WriteLine(finding);
        }

        Console.WriteLine($"The whole run is in {run.Path}: open {run.File("report.html")}.");
        return 0;
    }

    // A checkout without the file, or a model of the user's own, has nothing on record.
    private static ExperimentResult? Recorded()
    {
        var file = Path.Combine(ShippedModel.DataFolder(), "results", "tiny-srum.json");
        return File.Exists(file) ? ExperimentResult.Read(file) : null;
    }
}
