using System.ComponentModel;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Models;
using Srum.Rewards;
using Srum.Rounds;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Cli;

/// <summary>Flags of the round and of its stages; what is left out is the recipe's.</summary>
internal class RoundFlags : DrawFlags
{
    [CommandOption("--run <FOLDER>")]
    [Description("The run's folder; the same folder and flags go on where the run was stopped")]
    [DefaultValue("runs/round")]
    public string Run { get; init; } = "runs/round";

    [CommandOption("--recipe <NAME>")]
    [Description("What the other flags change: verdict (short rounds, the model's verdict on whole pictures, learning from wrong ones too; for judges that write a chain of yes and no, as the tiny model's), published (one round by the paper's rule) or full (verdict with five seeds on test.json, beside control, sft and srum: an hour on two cores); default: verdict, of an ablation published")]
    public Recipe? RecipeName { get; init; }

    /// <summary>The recipe where the command line does not say.</summary>
    protected virtual Recipe UsualRecipe => Recipe.Verdict;

    /// <summary>What the other flags change.</summary>
    protected Recipe Recipe => RecipeName ?? UsualRecipe;

    [CommandOption("--prompts <FILE>")]
    [Description("Prompts to train on: text, one a line; a table with a column prompt; JSON lines; "
        + "or the published JSON; default: data/prompts/rollout.json")]
    public string? Prompts { get; init; }

    [CommandOption("--rollout-prompts <N>")]
    [Description("How many of them")]
    [InRange(1)]
    public int? RolloutPrompts { get; init; }

    [CommandOption("--pictures <N>")]
    [Description("Pictures of each prompt")]
    [InRange(1, 1000)]
    public int? Pictures { get; init; }

    [CommandOption("--rollout-guidance <SCALE>")]
    [Description("Guidance of the pictures to train on, where another than --guidance: pictures drawn with guidance and learnt as they are double it")]
    [InRange(0, 100)]
    public double? RolloutGuidance { get; init; }

    [CommandOption("--eval-on <FILE>")]
    [Description("Prompts to evaluate on; default: data/prompts/tune.json, with --recipe full test.json")]
    public string? EvalOn { get; init; }

    [CommandOption("--eval-prompts <N>")]
    [Description("How many of them, spread over the file")]
    [InRange(1)]
    public int? EvalPrompts { get; init; }

    [CommandOption("--steps <N>")]
    [Description("Training steps")]
    [InRange(1)]
    public int? Steps { get; init; }

    [CommandOption("--batch-size <N>")]
    [Description("Pictures a training step")]
    [InRange(1, 65536)]
    public int? BatchSize { get; init; }

    [CommandOption("--learning-rate <RATE>")]
    [Description("Learning rate after the warm-up")]
    [InRange(1e-9, 1)]
    public double? LearningRate { get; init; }

    [CommandOption("--warm-up <N>")]
    [Description("Steps of its linear rise; default: the recipe's, or all where there are fewer")]
    [InRange(0)]
    public int? WarmUp { get; init; }

    [CommandOption("--decay <KIND>")]
    [Description("How it falls afterwards: None, Linear or Cosine")]
    public LearningRateDecay? Decay { get; init; }

    [CommandOption("--rule <NAME>")]
    [Description("Reward map: published, signed or dense")]
    public string? Rule { get; init; }

    [CommandOption("--reward <KIND>")]
    [Description("Dual, Sparse, LocalOnly, GlobalOnly or Sample")]
    public RewardKind? Reward { get; init; }

    [CommandOption("--graded")]
    [Description("Ask about the whole picture, and take as its score the probability that every link of the judge's chain is yes (with --reward Sample, or to ablate -sample)")]
    public bool Graded { get; init; }

    [CommandOption("--stand-in-judge <CHANCE>")]
    [Description("Let the shapes world's truth score instead of the model, each score turned around with this chance: 0 is a perfect judge, 0.5 a coin; it measures what a judge is worth")]
    [InRange(0, 1)]
    public double? StandInJudge { get; init; }

    [CommandOption("--picture-reward <KIND>")]
    [Description("None: each token has its own weight; Mean: all tokens of a picture share its mean weight; Rank or Standard: that, held against the other pictures of the prompt")]
    public PictureReward? PictureReward { get; init; }

    [CommandOption("--reflected")]
    [Description("Learn from low rewards too: the weight r of a token counts r (v - v*)^2 + (1 - r) (2 v_old - v - v*)^2, v_old the velocity of the start weights")]
    public bool Reflected { get; init; }

    [CommandOption("--train-understanding")]
    [Description("Train the understanding half too; it judges, and is frozen otherwise (paper)")]
    public bool TrainUnderstanding { get; init; }

    [CommandOption("--lambda <FACTOR>")]
    [Description("Factor of the constraint; 0 leaves it out; default: 0.5, and none with --reflected")]
    [InRange(0, 1000)]
    public double? Lambda { get; init; }

    [CommandOption("--trainings <N>")]
    [Description("Trainings of each system, with seeds 0, 1, …; default: 1, of an ablation 3, of the full recipe 5")]
    [InRange(1, 1000)]
    public int? Trainings { get; init; }

    /// <summary>Trainings where the command line does not say.</summary>
    protected virtual int? UsualTrainings => null;

    [CommandOption("--max-regions <N>")]
    [Description("Most regions judged a picture, largest first")]
    [DefaultValue(5)]
    [InRange(1, 1000)]
    public int MaxRegions { get; init; } = 5;

    [CommandOption("--proposer <NAME>")]
    [Description("Who proposes regions: segments, grounding (the model itself), or a file of boxes")]
    [DefaultValue("segments")]
    public string Proposer { get; init; } = "segments";

    [CommandOption("--shard <I/N>")]
    [Description("Do the i-th of n parts of the planned batches, 1/4 to 4/4 (rollout, judge and eval)")]
    public string? Shard { get; init; }

    public override ValidationResult Validate() =>
        string.IsNullOrWhiteSpace(Run) ? ValidationResult.Error("--run names no folder. Give a path, or leave the flag out for runs/round.")
        : Lambda > 0 && (Reflected || Recipe != Recipe.Published) ? ValidationResult.Error("The reflected loss has no constraint: it holds on to the start weights by itself. Leave --lambda out, or take --recipe published without --reflected.")
        : Rule is null || MapRule.All.Any(rule => rule.Name == Rule) ? ValidationResult.Success()
        : ValidationResult.Error($"--rule must be {string.Join(", ", MapRule.All.Select(rule => rule.Name))}, not '{Rule}'.");

    /// <summary>Refuses, before anything is computed, flags that a command which trains cannot follow.</summary>
    public void CheckTraining()
    {
        if (Shard is not null)
        {
            throw new UsageException("--shard shares out rollout, judge and eval; a training is one piece. Give those stages their shards first, then this command without the flag.");
        }

        if (Precision == "bf16")
        {
            throw new UsageException("--precision bf16 is for drawing and judging: the small steps of a training get lost in it. Train with fp32 or mixed.");
        }
    }

    /// <summary>The round's settings with this command line's changes.</summary>
    public virtual RoundSettings Round(ModelSettings model)
    {
        var draw = Settings(model.Draw);
        var recipe = Recipe.Settings(draw);
        var steps = Steps ?? recipe.Train.Steps;
        var train = recipe.Train with
        {
            Steps = steps,
            WarmUpSteps = WarmUp ?? Math.Min(recipe.Train.WarmUpSteps, steps),
            Decay = Decay ?? recipe.Train.Decay,
            BatchSize = BatchSize ?? recipe.Train.BatchSize,
            LearningRate = LearningRate ?? recipe.Train.LearningRate,
            Rule = Rule is null ? recipe.Train.Rule : MapRule.Find(Rule),
            Reward = Reward ?? recipe.Train.Reward,
            PictureReward = PictureReward ?? recipe.Train.PictureReward,
            LambdaConstraint = Lambda ?? recipe.Train.LambdaConstraint,
            Forward = recipe.Train.Forward with { FreezeUnderstanding = !TrainUnderstanding },
        };
        train = Reflected ? train.AsReflected() : train;
        return (recipe with
        {
            Rollout = recipe.Rollout with
            {
                Prompts = RolloutPrompts ?? recipe.Rollout.Prompts,
                PicturesPerPrompt = Pictures ?? recipe.Rollout.PicturesPerPrompt,
                Draw = recipe.Rollout.Draw with { TextGuidance = RolloutGuidance ?? recipe.Rollout.Draw.TextGuidance },
            },
            Judge = recipe.Judge with
            {
                MaxRegions = MaxRegions,
                Questions = recipe.Judge.Questions | (Graded ? JudgeQuestions.Sample : 0),
                Graded = Graded ? GradedScore.Verdict : recipe.Judge.Graded,
                StandIn = StandInJudge,
            },
            Train = train,
            TrainingSeeds = (Trainings ?? UsualTrainings) is { } trainings ? [.. Enumerable.Range(0, trainings).Select(seed => (long)seed)] : recipe.TrainingSeeds,
            EvaluationPrompts = EvalPrompts ?? recipe.EvaluationPrompts,
        }).Asking([train]);
    }

    /// <summary>The prompts to train on.</summary>
    public PromptSet RolloutSet() => PromptSet.Read(Prompts ?? ShippedModel.DataFolder("prompts", "rollout.json"));

    /// <summary>The prompts to evaluate on.</summary>
    public PromptSet EvaluationSet() => PromptSet.Read(EvalOn ?? ShippedModel.DataFolder("prompts", Recipe == Recipe.Full ? "test.json" : "tune.json"));

    /// <summary>Who proposes regions.</summary>
    public IRegionProposer RegionProposer(IUnifiedModel model) => Proposer switch
    {
        "segments" => new SegmentProposer(),
        "grounding" => new GroundingProposer(model),
        _ => new BoxFileProposer(Proposer),
    };

    /// <summary>This process's part.</summary>
    public Shard Part()
    {
        try
        {
            return Shard is null ? Runs.Shard.Whole : Runs.Shard.Parse(Shard);
        }
        catch (SrumException wrong)
        {
            throw new UsageException($"--shard: {wrong.Message}");
        }
    }
}
