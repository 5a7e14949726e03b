using Srum.Models;

namespace Srum.Rollout;

/// <summary>What is drawn.</summary>
public sealed record RolloutSettings
{
    /// <summary>Pictures of each prompt. Default 4.</summary>
    public int PicturesPerPrompt { get; init; } = 4;

    /// <summary>The first so many prompts of the set; 0 (default) = all.</summary>
    public int Prompts { get; init; }

    /// <summary>How to draw.</summary>
    public DrawSettings Draw { get; init; } = new();

    /// <summary>Together with prompt and number it decides each picture's seed. Default 0.</summary>
    public long Seed { get; init; }
}
