using System.Text.Json.Serialization;
using Srum.Models;
using Srum.Rewards;

namespace Srum.Training;

/// <summary>How the learning rate goes on after its warm-up.</summary>
public enum LearningRateDecay
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>In a straight line to 0 at the last step.</summary>
    Linear,

    /// <summary>Along half a cosine to 0 at the last step.</summary>
    Cosine,
}

/// <summary>
/// A training of the generation half. The defaults are the paper's recipe for BAGEL-7B (Table 7) where it states one; a
/// tiny model needs other numbers. One loss: the settings choose the method.
/// </summary>
public sealed record TrainSettings
{
    /// <summary>
    /// True (default): token weights from the rewards, SRUM. False: no weights, which with <see cref="LambdaConstraint"/>
    /// left out of the loss is supervised training (SFT).
    /// </summary>
    public bool Weighted { get; init; } = true;

    /// <summary>
    /// True: the bounded negative branch (<see cref="SrumLoss.Reflected"/>) in place of SRUM's weights and constraint. The weight is the
    /// reward r: under a signed rule (1 + w)/2, cut to [0, 1]. Each step then asks the start weights too, which costs one
    /// pass without gradient and a copy of the trained weights. Default false: not in the paper.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Reflected { get; init; }

    /// <summary>Whether all tokens of a picture share one reward, and how it is held against the prompt's other pictures. Default none: each token has its own (the method).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PictureReward PictureReward { get; init; }

    /// <summary>
    /// True, where nothing is weighted: the control, which learns from fresh pictures rendered for the prompts
    /// (<see cref="RenderedSet"/>) instead of its own. What it gains is what as many further steps are worth. Default false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Rendered { get; init; }

    /// <summary>Rounds before this training, whose outcome it starts from; other batches, times and noise each round. Default 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int EarlierRounds { get; init; }

    /// <summary>Which judgements make the reward. Default regions and layout (the method).</summary>
    public RewardKind Reward { get; init; } = RewardKind.Dual;

    /// <summary>How scores become weights. Default <see cref="MapRule.Published"/> (the authors' code).</summary>
    public MapRule Rule { get; init; } = MapRule.Published;

    /// <summary>λ_c, factor of the constraint; 0 leaves it out. Default 0.5 (best of the paper's 0.1 … 1.0).</summary>
    public double LambdaConstraint { get; init; } = 0.5;

    /// <summary>
    /// Scales a rule's weights so that their mean over the pixels of all examples is this; 1 is what SFT gives every token.
    /// Rules differ in where they put weight and in how much of it they give: under the published rule w lies in [0, 1], so that
    /// with λ_c = 0.5 a token weighs 0.5 to 1.5, and leaving the layout out halves every w against λ_c. At one mean what is left
    /// to compare is where the weight lies. Default null = the weights as they are (the authors' code).
    /// </summary>
    public double? MatchedMeanWeight { get; init; }

    /// <summary>Bound of the error of a token that is pushed away (<see cref="SrumLoss.Of"/>). Default 1: half the error of a prediction of nothing (ours).</summary>
    public double RepulsionReach { get; init; } = 1;

    /// <summary>
    /// Steps in all. Default 5,900: about 16 epochs of the paper's data, the only one of the released recipes that fits
    /// its 12.5 GPU hours and its warm-up (the released script stops after 309).
    /// </summary>
    public int Steps { get; init; } = 5_900;

    /// <summary>Pictures a step. Default 16 (the released script's 8 GPUs with about 2 each).</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Learning rate after the warm-up. Default 2.5e-5 (paper).</summary>
    public double LearningRate { get; init; } = 2.5e-5;

    /// <summary>Steps of linear warm-up; the first step has 1/n of the learning rate, not 0 as released. Default 500 (paper).</summary>
    public int WarmUpSteps { get; init; } = 500;

    /// <summary>Default none: a constant learning rate (paper).</summary>
    public LearningRateDecay Decay { get; init; } = LearningRateDecay.None;

    /// <summary>The optimiser's constants (paper).</summary>
    public AdamWSettings Optimiser { get; init; } = new();

    /// <summary>Share of samples that are trained without their text; the weights stay. Default 0.1 (paper).</summary>
    public double TextDropout { get; init; } = 0.1;

    /// <summary>Timestep shift 4 and frozen understanding half (paper).</summary>
    public ForwardSettings Forward { get; init; } = new();

    /// <summary>
    /// True draws a latent from the encoder at every visit, as released; false (default) trains on its mean, encoded once: as
    /// the tiny model was pretrained.
    /// </summary>
    public bool SampleTargets { get; init; }

    /// <summary>Seed of batches, times, noise and text dropout. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Steps between checkpoints; no influence on the result. Default 100 (ours).</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>The supervised baseline with the same everything else.</summary>
    public TrainSettings AsSft() => this with
    {
        Weighted = false, LambdaConstraint = 0, MatchedMeanWeight = null, Reflected = false, PictureReward = PictureReward.None, Rendered = false,
    };

    /// <summary>The control with the same everything else: steps, learning rate and decay.</summary>
    public TrainSettings AsControl() => AsSft() with { Rendered = true };

    /// <summary>The bounded negative branch with the same everything else: its minimum holds on to the start, so it has no constraint.</summary>
    public TrainSettings AsReflected() => this with { Weighted = true, Reflected = true, LambdaConstraint = 0, MatchedMeanWeight = null };

    /// <summary>What a judge must be asked for the rewards; nothing where nothing is weighted.</summary>
    [JsonIgnore]
    public JudgeQuestions Questions => !Weighted ? 0 : Reward == RewardKind.Sample ? JudgeQuestions.Sample : JudgeQuestions.Dual;

    /// <summary>
    /// What a system trained so is called: <c>sft</c>, <c>control</c>, <c>srum</c> (the published rule), and each departure from it
    /// adds a word, a trained understanding half <c>-unfrozen</c>; a round after the first adds its number. The reflected loss on the
    /// verdict over the whole picture is <c>verdict</c>.
    /// </summary>
    public string SystemName => Method + (Forward.FreezeUnderstanding ? "" : "-unfrozen") + (EarlierRounds == 0 ? "" : FormattableString.Invariant($"-round{EarlierRounds + 1}"));

    private string Method => !Weighted ? Rendered ? "control" : "sft" : IsVerdict ? "verdict" : string.Concat(
        Rule.SystemName,
        Reward switch
        {
            RewardKind.Sparse => "-sparse",
            RewardKind.LocalOnly => "-local",
            RewardKind.GlobalOnly => "-global",
            RewardKind.Sample => "-sample",
            _ => "",
        },
        PictureReward switch
        {
            PictureReward.Mean => "-mean",
            PictureReward.Rank => "-rank",
            PictureReward.Standard => "-standard",
            _ => "",
        },
        Reflected ? "-reflected" : LambdaConstraint == 0 ? "-unconstrained" : "",
        MatchedMeanWeight is null ? "" : "-matched");

    private bool IsVerdict => Reflected && Reward == RewardKind.Sample && PictureReward == PictureReward.None && Rule == MapRule.Dense;

    /// <summary>Learning rate of a step.</summary>
    /// <param name="step">From 0.</param>
    public double LearningRateAt(long step)
    {
        var warmth = WarmUpSteps == 0 ? 1 : Math.Min(1, (step + 1.0) / WarmUpSteps);
        var left = Math.Clamp((double)(Steps - step) / Math.Max(1, Steps - WarmUpSteps), 0, 1);
        return LearningRate * warmth * Decay switch
        {
            LearningRateDecay.Linear => left,
            LearningRateDecay.Cosine => (1 - Math.Cos(Math.PI * left)) / 2,
            _ => 1,
        };
    }

    /// <summary>Checks every range.</summary>
    /// <exception cref="SrumException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(Steps >= 1, nameof(Steps), Steps, "at least 1");
        Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Require(WarmUpSteps >= 0, nameof(WarmUpSteps), WarmUpSteps, "at least 0");
        Require(LambdaConstraint >= 0 && double.IsFinite(LambdaConstraint), nameof(LambdaConstraint), LambdaConstraint, "at least 0");
        Require(!Rendered || !Weighted, nameof(Rendered), Rendered, "false where pictures are weighted");
        Require(EarlierRounds >= 0, nameof(EarlierRounds), EarlierRounds, "at least 0");
        Require(!Reflected || Weighted, nameof(Reflected), Reflected, "false where nothing is weighted");
        Require(!Reflected || LambdaConstraint == 0, nameof(LambdaConstraint), LambdaConstraint, "0 with a reflected loss");
        Require(!Reflected || MatchedMeanWeight is null, nameof(MatchedMeanWeight), MatchedMeanWeight, "left out with a reflected loss");
        Require(MatchedMeanWeight is null or > 0, nameof(MatchedMeanWeight), MatchedMeanWeight, "above 0");
        Require(RepulsionReach > 0, nameof(RepulsionReach), RepulsionReach, "above 0");
        Require(TextDropout is >= 0 and <= 1, nameof(TextDropout), TextDropout, "between 0 and 1");
        Require(Forward.TimestepShift > 0, nameof(ForwardSettings.TimestepShift), Forward.TimestepShift, "above 0");
        Require(CheckpointEvery >= 1, nameof(CheckpointEvery), CheckpointEvery, "at least 1");

        static void Require(bool holds, string name, object? value, string range)
        {
            if (!holds)
            {
                throw new SrumException(FormattableString.Invariant($"The training setting {name} is {value}; it must be {range}."));
            }
        }
    }
}
