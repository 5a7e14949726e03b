using System.Text.Json.Serialization;

namespace Srum.Evaluation;

/// <summary>The difference of two systems, paired by prompt and picture seed.</summary>
/// <param name="A">Name of the first.</param>
/// <param name="B">Name of the second.</param>
/// <param name="Difference">Mean of a − mean of b.</param>
/// <param name="Stderr">Standard error of the difference.</param>
/// <param name="P">Two-sided p value of "no difference".</param>
/// <param name="Test">Name of the test.</param>
public sealed record Comparison(string A, string B, double Difference, double Stderr, double P, string Test)
{
    /// <summary>Degrees of freedom of the standard error; null (older records) = many.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Degrees { get; init; }

    /// <summary>
    /// The difference in each category, by the same test; left out of the file where the prompts state none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Estimate>? ByCategory { get; init; }

    /// <summary>
    /// The difference on prompts whose combinations were drawn, practised, or are new; left out of the file where that
    /// is not known.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<PromptGroup, GroupDifference>? ByGroup { get; init; }

    /// <summary>Half the length of the 95 % interval.</summary>
    [JsonIgnore]
    public double Margin => Estimate.MarginOf(Stderr, Degrees);

    /// <summary>
    /// Categories whose whole 95 % interval lies below −3 points: what a gain elsewhere was paid with.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lost =>
    [
        .. (ByCategory ?? new Dictionary<string, Estimate>())
            .Where(category => category.Value is { HasInterval: true, Interval.High: < -0.03 })
            .Select(category => category.Key),
    ];
}
