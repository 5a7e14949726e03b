using System.Text.Json.Serialization;

namespace Srum.Rollout;

/// <summary>One picture that the model drew: a line of <c>records/rollout.jsonl</c>.</summary>
/// <param name="Key">Content key: model, prompt, seed, settings, and the texts that it was composed of.</param>
/// <param name="PromptId">Id of the prompt in its set.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Category">Its category; empty = none stated.</param>
/// <param name="Seed">Seed of the picture.</param>
/// <param name="PictureFile">The picture, relative to the run's folder.</param>
/// <param name="Thought">What was thought before drawing; null = nothing.</param>
public sealed record RolloutRecord(
    string Key, string PromptId, string Prompt, string Category, long Seed, string PictureFile, string? Thought)
{
    /// <summary>The texts that it was drawn from in the prompt's place; null = the prompt.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Composed { get; init; }
}
