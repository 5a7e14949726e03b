using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Cli.Parsing;
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
        [DefaultValue(SystemResult.Untrained)]
        public string Name { get; init; } = SystemResult.Untrained;

        [CommandOption("--prompt-set <SET>")]
        [Description(
            "Prompts to evaluate on: a set of data/prompts by its name, or a file (a benchmark's own); default: the "
            + "recipe's")]
        public string? PromptSet { get; init; }

        [CommandOption("--prompts <N>")]
        [Description("How many of them, spread over the set; default: as the recipe says, of a benchmark all")]
        [InRange(1)]
        public int? Prompts { get; init; }

        [CommandOption("--pictures <N>")]
        [Description("Pictures of each prompt; default: as the recipe or the benchmark says")]
        [InRange(1, 1000)]
        public int? Pictures { get; init; }

        [CommandOption("--benchmark <NAME>")]
        [Description(
            "Run a benchmark on the prompts of --prompt-set, --pictures a prompt, in a run of its own: "
            + "t2i-compbench, t2i-reasonbench, wise, geneval or shapes")]
        public string? Benchmark { get; init; }

        [CommandOption("--judge <WHO>")]
        [Description(
            "Who marks a benchmark's pictures: own, the model itself, endpoint:NAME, a name in judges.json, or truth "
            + "(shapes alone); default: truth for shapes, else own")]
        public string? Judge { get; init; }

        [CommandOption("--results <FILE>")]
        [Description("What a detector found on GenEval's pictures, one JSON object a picture")]
        public string? Results { get; init; }

        protected override IEnumerable<string> Changes => [.. JudgeFlag.Changes(Judge), .. base.Changes];

        public override ValidationResult Validate() => !RunFolder.IsName(Name)
            ? ValidationResult.Error("--name must be letters, digits, '-', '_' and '.', and not end like a shard "
                + $"('-1-of-2'), not '{Name}'.")
            : BenchmarkEvaluation.Fault(this) is { } fault ? ValidationResult.Error(fault)
            : Benchmark is not null && Name != SystemResult.Untrained ? ValidationResult.Error(
                "--name belongs to an evaluation without --benchmark: a benchmark's run has one system. Leave it out.")
            : base.Validate();
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        if (flags.Benchmark is { } benchmark)
        {
            return BenchmarkEvaluation.Run(benchmark, flags, ShellWords.Join(["srum", .. context.Arguments]), cancel);
        }

        var recipe = flags.OneRecipe();
        var (part, prompts) = (flags.Part(), flags.SetOf(flags.PromptSet ?? recipe.Evaluation.PromptSet));
        var run = RunFolder.Open(flags.Run);
        using var model = ShippedModel.Open(flags);
        var settings = flags.OneRecipe(model.Settings.Draw).Evaluation;
        settings = settings with
        {
            Prompts = flags.Prompts ?? settings.Prompts, Pictures = flags.Pictures ?? settings.Pictures,
        };
        var pictures = settings.Plan(prompts);
        using (var progress = ConsoleProgress.Create())
        {
            EvaluateStage.Run(
                run, flags.Name, model, pictures, settings.Draw, new OracleEvaluator(model.Settings.World), keep: 24,
                part, progress, cancel);
        }

        var records = EvaluateStage.Read(run, flags.Name, pictures);
        if (records.Count < pictures.Length)
        {
            Console.WriteLine($"Shard {part} is done: {records.Count} of {pictures.Length} pictures are evaluated. The "
                + "last shard prints the table.");
            return 0;
        }

        var scores = PromptEvaluation.CanTabulate([records]) ? PromptEvaluation.Tabulate(flags.Name, [], [records])
            : null;
        var asked = pictures.DistinctBy(picture => picture.Prompt.Id).Count();
        if (ExperimentReport.Scored(scores?.Categories.Count ?? 0, asked) is { } scored)
        {
            Console.WriteLine($"{scored} The first pictures are in {run.File("pictures", flags.Name)}.");
        }

        if (scores is { Overall.HasInterval: true })
        {
            Console.WriteLine(ScoreTable.Of([scores.Result]));
        }

        if (settings.Guidances is not null || settings.BestOf is not null || settings.Redraw is not null)
        {
            Console.WriteLine(
                "Drawn at the guidance of evaluation.draw alone: guidances, bestOf and redraw are for 'srum run'.");
        }

        return 0;
    }
}
