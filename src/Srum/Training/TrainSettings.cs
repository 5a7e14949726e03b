using System.Text.Json.Serialization;
using Srum.Models;

namespace Srum.Training;

/// <summary>
/// A training of the generation half: what it minimises, and for how long. The defaults are the paper's recipe for
/// BAGEL-7B (Table 7) where it states one; a tiny model needs other numbers.
/// </summary>
public sealed record TrainSettings
{
    /// <summary>What is minimised. Default the paper's weighted loss.</summary>
    public Objective Objective { get; init; } = new Weighted();

    /// <summary>
    /// Steps in all, at least 1. Default 5,900: about 16 epochs of the paper's data, the only one of the released
    /// recipes that fits its 12.5 GPU hours and its warm-up (the released script stops after 309).
    /// </summary>
    public int Steps { get; init; } = 5_900;

    /// <summary>
    /// Pictures a step, 1 to 65,536, and a multiple of those that the objective compares. Default 16 (the released
    /// script's 8 GPUs with about 2 each).
    /// </summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>
    /// Pictures that pass through the model at once; a step adds up the gradients of all its passes (gradient
    /// accumulation), which is the whole batch's gradient but for rounding. Fewer need less memory. 1 to the batch's
    /// size, and a multiple of those that the objective compares. Default null: the whole batch.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PassSize { get; init; }

    /// <summary>Trains adapters instead of the weights. Default null: the weights (paper).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LoraSettings? Lora { get; init; }

    /// <summary>
    /// Decay of an exponential moving average of what is trained, in [0, 1); the model ends with the average. Default
    /// null: it ends with its last weights.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AverageDecay { get; init; }

    /// <summary>Learning rate after the warm-up, above 0. Default 2.5e-5 (paper).</summary>
    public double LearningRate { get; init; } = 2.5e-5;

    /// <summary>
    /// Steps of linear warm-up, at least 0, and all steps where there are fewer; the first step has 1/n of the learning
    /// rate, not 0 as released. Default 500 (paper).
    /// </summary>
    public int WarmUpSteps { get; init; } = 500;

    /// <summary>Default none: a constant learning rate (paper).</summary>
    public LearningRateDecay Decay { get; init; } = LearningRateDecay.None;

    /// <summary>The optimiser's constants (paper).</summary>
    public AdamWSettings Optimiser { get; init; } = new();

    /// <summary>
    /// Share of samples that are trained without their text, in [0, 1]; the weights stay. Default 0.1 (paper).
    /// </summary>
    public double TextDropout { get; init; } = 0.1;

    /// <summary>Timestep shift 4 and frozen understanding half (paper).</summary>
    public ForwardSettings Forward { get; init; } = new();

    /// <summary>Steps between checkpoints, at least 1; no influence on the result. Default 100 (ours).</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Learning rate of a step.</summary>
    /// <param name="step">From 0.</param>
    public double LearningRateAt(long step)
    {
        var rise = Math.Min(WarmUpSteps, Steps);
        var warmth = rise == 0 ? 1 : Math.Min(1, (step + 1.0) / rise);
        var left = Math.Clamp((double)(Steps - step) / Math.Max(1, Steps - rise), 0, 1);
        return LearningRate * warmth * Decay switch
        {
            LearningRateDecay.Linear => left,
            LearningRateDecay.Cosine => (1 - Math.Cos(Math.PI * left)) / 2,
            _ => 1,
        };
    }

    /// <summary>Checks every range.</summary>
    /// <exception cref="SettingException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(Steps >= 1, "steps", Steps, "at least 1");
        SettingException.Require("train.batchSize", BatchSize, 1, BatchSizes.Largest);
        Require(PassSize is null || (PassSize >= 1 && PassSize <= BatchSize), "passSize", PassSize,
            "between 1 and the batch size");
        Require(AverageDecay is null or (>= 0 and < 1), "averageDecay", AverageDecay, "at least 0 and below 1");
        Lora?.Validate();
        Require(LearningRate > 0 && double.IsFinite(LearningRate), "learningRate", LearningRate, "above 0");
        Require(WarmUpSteps >= 0, "warmUpSteps", WarmUpSteps, "at least 0");
        Optimiser.Validate();
        Require(TextDropout is >= 0 and <= 1, "textDropout", TextDropout, "between 0 and 1");
        Require(Forward.TimestepShift > 0, "forward.timestepShift", Forward.TimestepShift, "above 0");
        Require(CheckpointEvery >= 1, "checkpointEvery", CheckpointEvery, "at least 1");
        (Objective as Rewarded)?.Map.Validate();
        Objective.Validate();
        var group = Objective.GroupSize;
        Require(BatchSize % group == 0, "batchSize", BatchSize, $"a multiple of the {group} that are compared");
        Require(
            (PassSize ?? group) % group == 0, "passSize", PassSize, $"a multiple of the {group} that are compared");

        static void Require(bool holds, string name, object? value, string range) =>
            SettingException.Require(holds, "train." + name, value, range);
    }
}
