namespace Srum.Pretraining;

/// <summary>How the tiny BAGEL is trained from scratch. LOG.md has what was tried, data/README.md what the shipped model had.</summary>
public sealed record PretrainSettings
{
    /// <summary>Decides initial weights and all data. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Steps of the autoencoder's training, 32 pictures each. Default 6,000.</summary>
    public int AutoencoderSteps { get; init; } = 6000;

    /// <summary>Steps of the joint training. Default 8,000.</summary>
    public int Steps { get; init; } = 8000;

    /// <summary>
    /// Steps of a second joint training after it, from its averages with a fresh optimiser, whose lessons are near misses. Default 2,000; 0 leaves it out.
    /// </summary>
    public int NearMissSteps { get; init; } = 2000;

    /// <summary>Largest learning rate of the second training, which falls over its second half. Default 1e-3.</summary>
    public double NearMissRate { get; init; } = 1e-3;

    /// <summary>Largest learning rate. Default 1.5e-3.</summary>
    public double LearningRate { get; init; } = 1.5e-3;

    /// <summary>Steps of linear warm-up. Default 100.</summary>
    public int WarmUp { get; init; } = 100;

    /// <summary>Share of the steps, at the end, in which the learning rate falls linearly to zero. Default 0.3.</summary>
    public double DecayShare { get; init; } = 0.3;

    /// <summary>Decay of the weights' average. Default 0.998.</summary>
    public double AverageDecay { get; init; } = 0.998;

    /// <summary>Prompts of a flow batch. Default 12.</summary>
    public int Prompts { get; init; } = 12;

    /// <summary>Pictures drawn of each prompt. Default 4.</summary>
    public int PicturesPerPrompt { get; init; } = 4;

    /// <summary>Rows of a batch of seeing lessons. Default 96.</summary>
    public int SeeRows { get; init; } = 96;

    /// <summary>Rows of a batch of judging lessons. Default 20.</summary>
    public int JudgeRows { get; init; } = 20;

    /// <summary>Rows of a batch of comparing lessons. Default 32.</summary>
    public int CompareRows { get; init; } = 32;

    /// <summary>Pictures of a batch for the eye alone: what each cell holds, from every vision token. Default 96.</summary>
    public int SightRows { get; init; } = 96;

    /// <summary>Weight of the lessons' loss beside the flow loss. Default 0.5.</summary>
    public double LessonShare { get; init; } = 0.5;

    /// <summary>
    /// Share of the steps, at the start, whose flow times lie near the middle, where objects are learnt; those after it, and all of the
    /// second training, lie near the noise, where layout is. Default 0.45.
    /// </summary>
    public double MiddleShare { get; init; } = 0.45;

    /// <summary>A model folder that the second training starts from: its weights, sizes, words and autoencoder. Default null: all from nothing.</summary>
    public string? Start { get; init; }

    /// <summary>Computes the joint training's matrix products in bfloat16, with fp32 weights. Default false.</summary>
    public bool Bfloat16 { get; init; }

    /// <summary>Learning rate of a step of the autoencoder: at most 2e-3.</summary>
    internal double AutoencoderRateAt(long step) => RateAt(step, 2e-3, AutoencoderSteps, 50, DecayShare);

    /// <summary>The first joint training.</summary>
    internal JointTraining First => new(Seed, Steps, step => RateAt(step, LearningRate, Steps, WarmUp, DecayShare), step => step < MiddleShare * Steps ? 0.8 : 1.5, NearMisses: false);

    /// <summary>The second joint training; its data are its own.</summary>
    internal JointTraining Second => new(Seed + 1_000_000, NearMissSteps, step => RateAt(step, NearMissRate, NearMissSteps, WarmUp, 0.5), _ => 1.5, NearMisses: true);

    private static double RateAt(long step, double largest, int steps, int warmUp, double decayShare) =>
        largest * Math.Min(1, Math.Min((step + 1.0) / warmUp, (steps - step) / (decayShare * steps)));
}
