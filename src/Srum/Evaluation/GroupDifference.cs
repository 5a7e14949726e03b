using System.Text.Json.Serialization;

namespace Srum.Evaluation;

/// <summary>The difference of two systems on the prompts of one <see cref="PromptGroup"/>.</summary>
/// <param name="Difference">Mean of a − mean of b.</param>
/// <param name="StandardError">Its standard error, by the comparison's own test.</param>
/// <param name="P">Two-sided p value of "no difference".</param>
public sealed record GroupDifference(
    double Difference, [property: JsonPropertyName("stderr")] double StandardError, double P)
{
    /// <summary>Degrees of freedom of the standard error; null (older records) = many.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Degrees { get; init; }

    /// <summary>Half the length of the 95 % interval.</summary>
    [JsonIgnore]
    public double Margin => Estimate.MarginOf(StandardError, Degrees);
}
