namespace Srum.Evaluation;

/// <summary>
/// Compares two systems on the same prompts by Student's t: the mean of the prompts' differences beside its error over
/// combinations and trainings (<see cref="MeanError"/>). With a single training the chance of training is unseen, and
/// the standard error says less than it seems to.
/// </summary>
public static class PairedTest
{
    /// <summary>Name of the test, for records.</summary>
    public const string Test = "paired t test over prompts and trainings";

    /// <summary>Its name where it is known which combinations prompts stand for.</summary>
    public const string TestOfCombinations = "paired t test over combinations of prompts and trainings";

    // Standard deviations above the threshold at which four of five repeats lie beyond it.
    private const double FourOfFive = 0.842;

    /// <summary>a − b.</summary>
    /// <param name="a">The first system.</param>
    /// <param name="b">The second, on the same prompts in the same order.</param>
    /// <returns>
    /// Difference, its standard error with degrees of freedom, and the two-sided p value. Where all n combinations
    /// differ alike there is no error, and p is a sign test's, 2^(1 − n).
    /// </returns>
    /// <exception cref="SrumException">
    /// The systems were not evaluated on the same number of prompts, or on none.
    /// </exception>
    public static Comparison Compare(SystemScores a, SystemScores b)
    {
        var prompts = a.Rows[0].Length;
        if (prompts == 0 || a.Rows.Concat(b.Rows).Any(row => row.Length != prompts))
        {
            throw new SrumException($"{a.Name} and {b.Name} cannot be compared: they need the same prompts, at least "
                + "one. Evaluate both on one prompt set.");
        }

        double[] differences = [.. a.ByPrompt.Zip(b.ByPrompt, (one, other) => one - other)];
        var (clusters, difference) = (a.Clusters, differences.Average());
        var error = MeanError.Of(differences, clusters, a.Rows, b.Rows);
        var p = error is { Standard: > 0, Degrees: { } degrees } ? StudentT.P(difference / error.Standard, degrees)
            : difference == 0 ? 1 : Math.Pow(2, 1 - clusters.Count);
        return new Comparison(
            a.Name, b.Name, difference, error.Standard, p, clusters.Count < prompts ? TestOfCombinations : Test)
        {
            Degrees = error.Degrees,
        };
    }

    /// <summary>
    /// a − b over all prompts, in each category, which tells whether a gain is drift to easy prompts, and in each group
    /// of combinations, where those are known and the group has several.
    /// </summary>
    /// <inheritdoc cref="Compare"/>
    public static Comparison CompareInParts(SystemScores a, SystemScores b)
    {
        string[] categories =
            [.. a.Categories.Where(category => category.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        var groups = a.Groups.Select(group => (Name: group, A: a.Of(group), B: b.Of(group)))
            .Where(group => group.A.Clusters.Count > 1).ToArray();
        return Compare(a, b) with
        {
            ByCategory = categories.Length == 0 ? null : categories.ToDictionary(category => category, Difference),
            ByGroup = groups.Length == 0 ? null : groups.ToDictionary(group => group.Name, group =>
            {
                var found = Compare(group.A, group.B);
                return new GroupDifference(found.Difference, found.Stderr, found.P) { Degrees = found.Degrees };
            }),
        };

        Estimate Difference(string category)
        {
            var own = a.Of(category);
            var found = Compare(own, b.Of(category));
            return Estimate.OverCombinations(
                found.Difference, found.Stderr, found.Degrees, own.Categories.Count, own.Clusters.Count);
        }
    }

    /// <summary>
    /// The smallest true difference that a test at level 0.05 (two-sided) would have found in 80 % of repeats: 2.80
    /// standard errors, and more where the error has few degrees of freedom.
    /// </summary>
    /// <param name="standardError">Standard error of the difference.</param>
    /// <param name="degrees">Its degrees of freedom; null (default) = many.</param>
    public static double SmallestDetectableDifference(double standardError, double? degrees = null) =>
        Estimate.MarginOf(standardError, degrees) + (FourOfFive * standardError);
}
