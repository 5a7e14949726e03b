using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Display;
using Srum.Evaluation;
using Srum.Models;
using Srum.Rewards;
using Srum.Rounds;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Cli.Commands;

/// <summary><c>srum run</c>: a whole round, from prompts to a page.</summary>
internal sealed class RunCommand : Command<RunCommand.Flags>
{
    internal sealed class Flags : ModelCommandSettings
    {
        [CommandOption("--run <FOLDER>")]
        [Description("The run's folder; the same folder goes on where a run was stopped")]
        [DefaultValue("runs/first")]
        public string Run { get; init; } = "runs/first";

        [CommandOption("--prompts <FILE>")]
        [Description("Prompts to train on: text, one a line, or the published JSON; default: data/prompts/rollout.json")]
        public string? Prompts { get; init; }

        [CommandOption("--eval-prompts <FILE>")]
        [Description("Prompts to evaluate on; default: data/prompts/tune.json")]
        public string? EvaluationPrompts { get; init; }

        [CommandOption("--rollout-prompts <N>")]
        [Description("The first so many prompts to train on; 0 = all; default 105")]
        [InRange(0, 1_000_000)]
        public int? RolloutPrompts { get; init; }

        [CommandOption("--pictures <N>")]
        [Description("Pictures of each prompt; default 4")]
        [InRange(1, 1000)]
        public int? Pictures { get; init; }

        [CommandOption("--eval-count <N>")]
        [Description("How many prompts to evaluate on; 0 = all; default 210")]
        [InRange(0, 1_000_000)]
        public int? EvaluationCount { get; init; }

        [CommandOption("--steps <N>")]
        [Description("Training steps")]
        [InRange(1, 10_000_000)]
        public int? Steps { get; init; }

        [CommandOption("--learning-rate <RATE>")]
        [Description("Learning rate after the warm-up")]
        [InRange(1e-9, 1)]
        public double? LearningRate { get; init; }

        [CommandOption("--lambda <VALUE>")]
        [Description("λ_c, the weight of the constraint; default 0.5")]
        [InRange(0, 100)]
        public double? Lambda { get; init; }

        [CommandOption("--rule <NAME>")]
        [Description("How scores become weights: published (default), signed or dense")]
        [DefaultValue("published")]
        public string Rule { get; init; } = "published";

        [CommandOption("--reward <KIND>")]
        [Description("Which judgements count: Dual (default), LocalOnly, GlobalOnly, Sparse or Sample")]
        [DefaultValue(RewardKind.Dual)]
        public RewardKind Reward { get; init; } = RewardKind.Dual;

        [CommandOption("--training-seeds <N>")]
        [Description("Trainings of each system, with seeds 0, 1, …")]
        [DefaultValue(1)]
        [InRange(1, 100)]
        public int TrainingSeeds { get; init; } = 1;

        [CommandOption("--think")]
        [Description("Think before drawing the rollout")]
        public bool Think { get; init; }

        [CommandOption("--boxes <FILE>")]
        [Description("Take the regions from this file instead of looking for them")]
        public string? Boxes { get; init; }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        OutputPath.Check(Path.Combine(flags.Run, "result.json"));
        var rollout = PromptSet.Read(flags.Prompts ?? ShippedModel.DataFolder("prompts", "rollout.json"));
        var evaluation = PromptSet.Read(flags.EvaluationPrompts ?? ShippedModel.DataFolder("prompts", "tune.json"));
        RoundSettings settings;
        using (var model = ShippedModel.Open(flags))
        {
            settings = Settings(flags, model.Settings.Draw);
        }

        settings.Train.Validate();
        var run = RunFolder.Open(flags.Run);
        IRegionProposer? proposer = flags.Boxes is null ? null : new BoxFileProposer(flags.Boxes);
        var round = new SrumRound(run, () => ShippedModel.Open(flags), settings, new OracleEvaluator(), proposer);
        using var progress = ConsoleProgress.Create();
        var result = round.Run(rollout, evaluation, "srum " + string.Join(' ', context.Arguments), progress, cancel);
        progress.Dispose();
        Console.WriteLine(RoundReport.Scores(result));
        foreach (var comparison in result.Comparisons)
        {
            Console.WriteLine(RoundReport.Finding(comparison));
        }

        Console.WriteLine($"The page: {run.File("report.html")}");
        return 0;
    }

    private static RoundSettings Settings(Flags flags, DrawSettings draw)
    {
        var small = RoundSettings.Small(draw);
        return small with
        {
            Rollout = small.Rollout with
            {
                Prompts = flags.RolloutPrompts ?? small.Rollout.Prompts,
                PicturesPerPrompt = flags.Pictures ?? small.Rollout.PicturesPerPrompt,
                Draw = draw with { Think = flags.Think },
            },
            Judge = small.Judge with { AskSample = flags.Reward == RewardKind.Sample },
            Train = small.Train with
            {
                Steps = flags.Steps ?? small.Train.Steps,
                LearningRate = flags.LearningRate ?? small.Train.LearningRate,
                LambdaConstraint = flags.Lambda ?? small.Train.LambdaConstraint,
                Rule = MapRule.Find(flags.Rule),
                Reward = flags.Reward,
            },
            TrainingSeeds = [.. Enumerable.Range(0, flags.TrainingSeeds).Select(seed => (long)seed)],
            EvaluationPrompts = flags.EvaluationCount ?? small.EvaluationPrompts,
        };
    }
}
