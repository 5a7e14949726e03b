using Srum.Prompts;

namespace Srum.Models;

/// <summary>One picture to draw.</summary>
/// <param name="Prompt">The prompt as the user wrote it.</param>
/// <param name="Seed">
/// Decides the noise, and the thought where it is sampled (<see cref="DrawSettings.ThoughtTemperature"/>): the seed
/// belongs to this prompt and picture.
/// </param>
/// <param name="Thought">
/// Where <see cref="DrawSettings.Think"/> is on: the thought to draw from; null = the model writes its own.
/// </param>
public sealed record DrawRequest(string Prompt, long Seed, string? Thought = null)
{
    /// <summary>
    /// Draws from these texts together (<see cref="Composition"/>) in the prompt's place: a flow follows the sum of
    /// their velocities, each times its weight, which guidance then takes for the prompt's. It takes a pass for each
    /// text, and goes with no thought. Default null: from the prompt.
    /// </summary>
    public string? Composed { get; init; }
}
