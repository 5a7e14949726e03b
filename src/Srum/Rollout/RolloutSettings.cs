using Srum.Models;

namespace Srum.Rollout;

/// <summary>What is drawn to train on.</summary>
public sealed record RolloutSettings
{
    /// <summary>Pictures of each prompt. Default 4 (ours: the paper's data are one a prompt, among which no prompt has a better and a worse one).</summary>
    public int PicturesPerPrompt { get; init; } = 4;

    /// <summary>The first so many prompts of the set; 0 (default) = all, as the paper takes its training split.</summary>
    public int Prompts { get; init; }

    /// <summary>How to draw. Default: the published rollout settings.</summary>
    public DrawSettings Draw { get; init; } = new();

    /// <summary>Together with prompt and number it decides each picture's seed. Default 0.</summary>
    public long Seed { get; init; }
}
