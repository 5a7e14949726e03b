using System.Text.Json.Serialization;

namespace Srum.Evaluation;

/// <summary>A mean with its standard error.</summary>
/// <param name="Mean">The mean; a rate lies in [0, 1].</param>
/// <param name="StandardError">Sample standard deviation / √n; 0 where n is 1 (nothing is known of the spread).</param>
/// <param name="Count">
/// How many independent values (prompts) it is the mean of; 0 = nothing was measured, mean 0.
/// </param>
public sealed record Estimate(
    [property: JsonPropertyName("mean")] double Mean,
    [property: JsonPropertyName("stderr")] double StandardError,
    [property: JsonPropertyName("n")] int Count)
{
    /// <summary>
    /// Degrees of freedom of the standard error, where it rests on combinations or trainings; null (default) = many.
    /// </summary>
    [JsonPropertyName("degrees")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Degrees { get; init; }

    /// <summary>Half the length of the 95 % interval that belongs to a standard error.</summary>
    /// <param name="standardError">The standard error.</param>
    /// <param name="degrees">Its degrees of freedom (Student's t); null (default) = many: 1.96 standard errors.</param>
    public static double MarginOf(double standardError, double? degrees = null) =>
        (degrees is { } few ? StudentT.Limit(few) : 1.96) * standardError;

    /// <summary>Mean and standard error of independent values.</summary>
    /// <param name="values">Finite numbers, one a prompt: several pictures of one prompt are averaged first.</param>
    public static Estimate Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return new Estimate(0, 0, 0);
        }

        var mean = values.Average();
        var spread = values.Count == 1
            ? 0
            : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return new Estimate(mean, spread / Math.Sqrt(values.Count), values.Count);
    }

    /// <summary>
    /// Mean and standard error over prompts, each counting once: what was measured of one prompt is averaged first.
    /// </summary>
    /// <param name="items">What was measured.</param>
    /// <param name="prompt">The prompt that an item belongs to.</param>
    /// <param name="value">An item's number.</param>
    public static Estimate ByPrompt<T>(IEnumerable<T> items, Func<T, string> prompt, Func<T, double> value) =>
        Of([.. items.GroupBy(prompt).Select(own => own.Average(value))]);

    /// <summary>
    /// A mean over prompts that stand for combinations. n counts the prompts; it is 1 where all stand for one
    /// combination, of whose spread nothing is known, so that there is no interval.
    /// </summary>
    /// <param name="mean">The mean.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="degrees">Its degrees of freedom; null = many.</param>
    /// <param name="prompts">How many prompts.</param>
    /// <param name="combinations">How many combinations they stand for.</param>
    public static Estimate OverCombinations(
        double mean, double error, double? degrees, int prompts, int combinations) =>
        new(mean, error, combinations == 1 ? 1 : prompts) { Degrees = degrees };

    /// <summary>
    /// A ratio of two sums over independent items, such as a share of all weight, with its error to first order
    /// (Cochran 1977, section 2.11).
    /// </summary>
    /// <param name="parts">Each item's part of the numerator and of the denominator, whose sum is above 0.</param>
    public static Estimate Ratio(IReadOnlyCollection<(double Part, double Whole)> parts)
    {
        if (parts.Count == 0)
        {
            return new Estimate(0, 0, 0);
        }

        var whole = parts.Sum(item => item.Whole);
        var ratio = parts.Sum(item => item.Part) / whole;
        var (count, squares) = (parts.Count, parts.Sum(item => Math.Pow(item.Part - (ratio * item.Whole), 2)));
        return new Estimate(ratio, count == 1 ? 0 : Math.Sqrt(squares * count / (count - 1)) / whole, count);
    }

    /// <summary>
    /// Whether there is an interval: one value has no spread, and none has no mean. Without it a figure is not shown.
    /// </summary>
    [JsonIgnore]
    public bool HasInterval => Count > 1;

    /// <summary>Half the length of the 95 % interval (<see cref="MarginOf"/>).</summary>
    [JsonIgnore]
    public double Margin => MarginOf(StandardError, Degrees);

    /// <summary>The 95 % interval: mean ± <see cref="Margin"/>.</summary>
    [JsonIgnore]
    public (double Low, double High) Interval => (Mean - Margin, Mean + Margin);
}
