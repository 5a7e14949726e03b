
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
public sealed record DrawRequest(string Prompt, long Seed, string? Thought = null);
