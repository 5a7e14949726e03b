using System.Text.Json.Serialization;
using Srum.Models;
using Srum.Rewards;
using Srum.Rollout;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>
/// A whole round: rollout, judgement, training, evaluation. The defaults are the paper's recipe for BAGEL-7B, as far as it
/// states one; each setting names its source. <see cref="Small"/> is the same on the tiny model, <see cref="Verdict"/> what <c>srum run</c> does there.
/// </summary>
public sealed record RoundSettings
{
    /// <summary>What is drawn to train on.</summary>
    public RolloutSettings Rollout { get; init; } = new();

    /// <summary>How it is judged.</summary>
    public JudgeSettings Judge { get; init; } = new();

    /// <summary>The recipe of every training; the SFT baseline takes the same with weights and constraint left out.</summary>
    public TrainSettings Train { get; init; } = new();

    /// <summary>Seeds of the trainings, one training each. Default one, 0 (ours: five minutes have room for no more).</summary>
    public IReadOnlyList<long> TrainingSeeds { get; init; } = [0];

    /// <summary>
    /// Further rounds: each system then draws with what the round before made of it, the next prompts of the set with other noise,
    /// judges that, and trains on it. All share the first round's pictures. Default 0 (the paper has one round).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int LaterRounds { get; init; }

    /// <summary>Systems that are trained beside the one of <see cref="Train"/>, by their names in <see cref="AblationArms"/>. Default SFT alone.</summary>
    public IReadOnlyList<string> Beside { get; init; } = ["sft"];

    /// <summary>How the systems draw when they are evaluated. Default as the rollout draws (<see cref="DrawSettings"/>, published).</summary>
    public DrawSettings Draw { get; init; } = new();

    /// <summary>
    /// Text guidance scales at which every system is evaluated, each system then reported at the one that is best for it; null (default)
    /// = <see cref="Draw"/> alone. What was drawn with guidance and is learnt as it is doubles the guidance, so that at one scale a
    /// system may lose by its scale alone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Guidances { get; init; }

    /// <summary>So many prompts, spread over the evaluation set; 0 (default) = all, as benchmarks are run.</summary>
    public int EvaluationPrompts { get; init; }

    /// <summary>Pictures of each evaluation prompt. Default 1 (ours: a further prompt tells more than a further picture of the same).</summary>
    public int EvaluationPictures { get; init; } = 1;

    /// <summary>
    /// The published round at the tiny model's size. What it sets is ours, sized for minutes on two cores and not chosen by
    /// measurement; everything else is the paper's recipe.
    /// </summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item>105 rollout prompts: 15 of each of the shapes world's seven categories (ours; the paper has about 6,000).</item>
    /// <item>4 pictures a prompt: so that most prompts have better and worse ones (ours; as <see cref="RolloutSettings.PicturesPerPrompt"/>).</item>
    /// <item>120 steps of 32 pictures: nine epochs of those 420 (ours; the paper's 5,900 steps of 16 are sixteen epochs).</item>
    /// <item>Learning rate 2e-4 (ours: between the paper's 2.5e-5, meant for 7 billion parameters, and the 1.5e-3 of the tiny model's pretraining).</item>
    /// <item>10 steps of warm-up: the share that the paper's 500 have of 5,900 steps.</item>
    /// <item>Linear decay (ours; the paper's learning rate is constant).</item>
    /// <item>210 evaluation prompts, 30 of each category: rates with a standard error of at most 3.5 points (ours).</item>
    /// <item>Drawing as the model's own <c>srum_config.json</c> says.</item>
    /// </list>
    /// </remarks>
    /// <param name="draw">The model's own sampling defaults.</param>
    public static RoundSettings Small(DrawSettings draw) => new()
    {
        Rollout = new RolloutSettings { Prompts = 105, PicturesPerPrompt = 4, Draw = draw },
        Draw = draw,
        Train = new TrainSettings { Steps = 120, BatchSize = 32, LearningRate = 2e-4, WarmUpSteps = 10, Decay = LearningRateDecay.Linear },
        EvaluationPrompts = 210,
    };

    /// <summary>
    /// Short rounds on fresh pictures, learnt by the model's own verdict: of what was tried on the tiny model the recipe that gained most
    /// (LOG.md). All of it is ours and chosen on <c>tune</c>. It needs a judge that writes a chain of yes and no, as the tiny model's does.
    /// </summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item>The reward is the probability that the judge finds the whole picture right (<see cref="GradedScore"/>); nothing else is asked.</item>
    /// <item>The loss learns from wrong pictures too, within bounds (<see cref="TrainSettings.Reflected"/>).</item>
    /// <item>63 prompts of 8 pictures and 30 steps of 32 a round, so about two epochs: then the pictures are old.</item>
    /// <item>Four rounds: eight gained more on <c>tune</c>, not on <c>test</c> (LOG.md).</item>
    /// <item>Learning rate 3e-4 after 5 steps, constant within a round.</item>
    /// </list>
    /// </remarks>
    /// <param name="draw">The model's own sampling defaults.</param>
    public static RoundSettings Verdict(DrawSettings draw) => new()
    {
        Rollout = new RolloutSettings { Prompts = 63, PicturesPerPrompt = 8, Draw = draw },
        Judge = new JudgeSettings { Questions = JudgeQuestions.Sample, Graded = GradedScore.Verdict },
        Draw = draw,
        Train = new TrainSettings
        {
            Steps = 30, BatchSize = 32, LearningRate = 3e-4, WarmUpSteps = 5, Rule = MapRule.Dense, Reward = RewardKind.Sample,
        }.AsReflected(),
        LaterRounds = 3,
        EvaluationPrompts = 210,
    };

    /// <summary>A result to record: <see cref="Verdict"/> with five seeds, beside all that it is compared with, at the guidance that is best for each.</summary>
    /// <param name="draw">The model's own sampling defaults.</param>
    public static RoundSettings Full(DrawSettings draw) => Verdict(draw) with
    {
        TrainingSeeds = [0, 1, 2, 3, 4], Beside = ["control", "sft", "srum"], Guidances = [1, 1.5, 2], EvaluationPrompts = 0,
    };

    /// <summary>These settings, with a judge that is asked for what each of the recipes learns from.</summary>
    public RoundSettings Asking(IEnumerable<TrainSettings> recipes) => this with
    {
        Judge = Judge with { Questions = recipes.Aggregate(Judge.Questions, (asked, recipe) => asked | recipe.Questions) },
    };
}
