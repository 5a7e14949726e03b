namespace Srum.Evaluation;

/// <summary>
/// One system's scores, a row a training seed, a column a prompt (the mean over the prompt's pictures). Two systems
/// can be compared when their columns are the same prompts drawn with the same picture seeds.
/// </summary>
/// <param name="Name">Name of the system.</param>
/// <param name="TrainingSeeds">One a row; empty where an untrained system has its one row.</param>
/// <param name="Categories">The category of each prompt, a name a column.</param>
/// <param name="Rows">Scores in [0, 1], each as long as <paramref name="Categories"/>.</param>
public sealed record SystemScores(
    string Name, IReadOnlyList<long> TrainingSeeds, IReadOnlyList<string> Categories, IReadOnlyList<double[]> Rows)
{
    /// <summary>
    /// What each prompt stands for, a column each; null (default) = unknown, each prompt then stands for itself.
    /// </summary>
    public IReadOnlyList<PromptCombination?>? Combinations { get; init; }

    /// <summary>The groups that its prompts stand in, in the order of <see cref="PromptGroup"/>.</summary>
    public IReadOnlyList<PromptGroup> Groups =>
        [.. (Combinations ?? []).OfType<PromptCombination>().Select(item => item.Group).Distinct().Order()];

    /// <summary>The columns of each combination; those that stand for none are a list of one.</summary>
    internal IReadOnlyList<int[]> Clusters =>
    [
        .. Enumerable.Range(0, Rows[0].Length)
            .GroupBy(i => Combinations?[i] is { } known ? $"{known.Group} {known.Name}" : $"{i}")
            .Select(columns => columns.ToArray()),
    ];

    /// <summary>Each prompt's mean over the training seeds.</summary>
    public double[] ByPrompt =>
        [.. Enumerable.Range(0, Rows[0].Length).Select(prompt => Rows.Average(row => row[prompt]))];

    /// <summary>
    /// Mean over everything, with its error over combinations and, from two trainings on, over those: a new training is
    /// a new draw too (<see cref="Estimate.OverCombinations"/>). Where all pictures are right, or none, the spread is
    /// unseen and not nothing: the error is then such that 1.96 of it reach the other end of Wilson's interval (1927),
    /// z² / (n + z²) for n combinations.
    /// </summary>
    public Estimate Overall
    {
        get
        {
            var (values, clusters) = (ByPrompt, Clusters);
            var (mean, error) = (values.Average(), MeanError.Of(values, clusters, Rows));
            var z = Estimate.MarginOf(1);
            var (standard, degrees) = clusters.Count > 1 && mean is 0 or 1
                ? (z / (clusters.Count + (z * z)), (double?)null) : (error.Standard, error.Degrees);
            return Estimate.OverCombinations(mean, standard, degrees, values.Length, clusters.Count);
        }
    }

    /// <summary>The system's line of a result.</summary>
    public SystemResult Result => new(
        Name,
        TrainingSeeds,
        Overall,
        [.. Rows.Select(row => row.Average())],
        Categories.Where(category => category.Length > 0).Distinct().Order(StringComparer.Ordinal).ToDictionary(
            category => category, category => Of(category).Overall))
    {
        ByGroup = Groups.Count == 0 ? null : Groups.ToDictionary(group => group, group =>
        {
            var own = Of(group);
            var rate = own.Overall;
            return new GroupRate(rate.Mean, rate.StandardError, own.Categories.Count, own.Clusters.Count)
            {
                Degrees = rate.Degrees,
            };
        }),
    };

    /// <summary>The scores of one category.</summary>
    /// <param name="category">Its name.</param>
    public SystemScores Of(string category) => Of(i => Categories[i] == category);

    /// <summary>The scores of one group.</summary>
    /// <param name="group">The group.</param>
    public SystemScores Of(PromptGroup group) => Of(i => Combinations?[i]?.Group == group);

    private SystemScores Of(Func<int, bool> isOwn)
    {
        int[] columns = [.. Enumerable.Range(0, Categories.Count).Where(isOwn)];
        return this with
        {
            Categories = [.. columns.Select(i => Categories[i])],
            Combinations = Combinations is null ? null : [.. columns.Select(i => Combinations[i])],
            Rows = [.. Rows.Select(row => columns.Select(i => row[i]).ToArray())],
        };
    }
}
