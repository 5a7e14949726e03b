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
    /// <summary>Each prompt's mean over the training seeds.</summary>
    public double[] ByPrompt =>
        [.. Enumerable.Range(0, Rows[0].Length).Select(prompt => Rows.Average(row => row[prompt]))];

    /// <summary>
    /// Mean over everything. Squared standard error = that of the prompts, and from two training seeds on that of the
    /// seeds' means besides: a new training is a new draw too.
    /// </summary>
    public Estimate Overall
    {
        get
        {
            var prompts = Estimate.Of(ByPrompt);
            var seeds = Estimate.Of([.. Rows.Select(row => row.Average())]);
            return prompts with { StandardError = double.Hypot(prompts.StandardError, seeds.StandardError) };
        }
    }

    /// <summary>The system's line of a result.</summary>
    public SystemResult Result => new(
        Name,
        TrainingSeeds,
        Overall,
        [.. Rows.Select(row => row.Average())],
        Categories.Where(category => category.Length > 0).Distinct().Order(StringComparer.Ordinal).ToDictionary(
            category => category, category => Of(category).Overall));

    /// <summary>The scores of one category.</summary>
    /// <param name="category">Its name.</param>
    public SystemScores Of(string category)
    {
        int[] columns = [.. Enumerable.Range(0, Categories.Count).Where(i => Categories[i] == category)];
        return this with { Categories = [.. columns.Select(_ => category)], Rows =
            [.. Rows.Select(row => columns.Select(i => row[i]).ToArray())] };
    }
}
