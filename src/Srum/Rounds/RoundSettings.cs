using Srum.Models;
using Srum.Rewards;
using Srum.Rollout;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>A whole round: rollout, judgement, training, evaluation.</summary>
public sealed record RoundSettings
{
    /// <summary>What is drawn to train on.</summary>
    public RolloutSettings Rollout { get; init; } = new();

    /// <summary>How it is judged.</summary>
    public JudgeSettings Judge { get; init; } = new();

    /// <summary>The recipe of every training; the SFT baseline takes the same with weights and constraint left out.</summary>
    public TrainSettings Train { get; init; } = new();

    /// <summary>Seeds of the trainings, one training each. Default one: 0.</summary>
    public IReadOnlyList<long> TrainingSeeds { get; init; } = [0];

    /// <summary>How the systems draw when they are evaluated.</summary>
    public DrawSettings Draw { get; init; } = new();

    /// <summary>So many prompts, spread over the evaluation set; 0 (default) = all.</summary>
    public int EvaluationPrompts { get; init; }

    /// <summary>Pictures of each evaluation prompt. Default 1.</summary>
    public int EvaluationPictures { get; init; } = 1;

    /// <summary>
    /// The small round that 'srum run' does on the tiny model in minutes. Its numbers of prompts and steps, batch and learning
    /// rate are sized for those minutes and not yet chosen by measurement; everything else is the paper's recipe.
    /// </summary>
    /// <param name="draw">The model's own sampling defaults.</param>
    public static RoundSettings Small(DrawSettings draw) => new()
    {
        Rollout = new RolloutSettings { Prompts = 105, PicturesPerPrompt = 4, Draw = draw },
        Draw = draw,
        Train = new TrainSettings { Steps = 120, BatchSize = 32, LearningRate = 2e-4, WarmUpSteps = 10, Decay = LearningRateDecay.Linear },
        EvaluationPrompts = 210,
    };
}
