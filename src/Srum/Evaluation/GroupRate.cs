using System.Text.Json.Serialization;

namespace Srum.Evaluation;

/// <summary>A system's rate on the prompts of one <see cref="PromptGroup"/>.</summary>
/// <param name="Mean">Share of pictures in which the whole prompt is right.</param>
/// <param name="StandardError">Over combinations, and over trainings where there are several.</param>
/// <param name="Count">Prompts.</param>
/// <param name="Combinations">How many different ones they stand for.</param>
public sealed record GroupRate(
    [property: JsonPropertyName("mean")] double Mean,
    [property: JsonPropertyName("stderr")] double StandardError,
    [property: JsonPropertyName("n")] int Count,
    int Combinations)
{
    /// <summary>Degrees of freedom of the standard error; null (older records) = many.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Degrees { get; init; }

    /// <summary>The rate with its interval (<see cref="Evaluation.Estimate.OverCombinations"/>).</summary>
    [JsonIgnore]
    public Estimate Estimate =>
        Evaluation.Estimate.OverCombinations(Mean, StandardError, Degrees, Count, Combinations);
}
