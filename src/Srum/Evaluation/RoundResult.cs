using System.Text.Json.Serialization;

namespace Srum.Evaluation;

/// <summary>
/// What a system's pictures of one round were like, which it then learnt from; all trainings together.
/// </summary>
/// <param name="System">Name of the system.</param>
/// <param name="Round">
/// The round, from 1; its pictures were drawn by what the rounds before had made of the model.
/// </param>
/// <param name="Right">
/// Share that is wholly right. The error is over prompts, what all trainings drew of one averaged; rounds draw other
/// prompts.
/// </param>
public sealed record RoundResult(string System, int Round, Estimate Right)
{
    /// <summary>Only of prompts of this group; left out of the file where all prompts are meant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PromptGroup? Group { get; init; }

    /// <summary>
    /// Share of pictures that the judge says yes to as a whole; left out of the file where nobody asked it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Estimate? Yes { get; init; }
}
