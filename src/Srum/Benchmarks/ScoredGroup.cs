using Srum.Evaluation;

namespace Srum.Benchmarks;

/// <summary>The pictures of one category with their scores.</summary>
/// <param name="Name">The category.</param>
/// <param name="Values">Scores of the answered pictures; prompts of one text share their luck.</param>
/// <param name="Score">What is reported of it.</param>
internal sealed record ScoredGroup(string Name, IReadOnlyList<ClusterValue> Values, GroupScore Score)
{
    /// <summary>Pictures by category: those of a given order first, others behind them as they come.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="category">The category of a prompt.</param>
    /// <param name="order">Categories in the order in which they are reported.</param>
    /// <param name="score">A marked picture's score; null = unanswered.</param>
    public static IReadOnlyList<ScoredGroup> By(
        IEnumerable<MarkedPicture> pictures, Func<BenchmarkPrompt, string> category, IReadOnlyList<string> order,
        Func<MarkedPicture, double?> score)
    {
        var places = order.Index().ToDictionary(name => name.Item, name => name.Index);
        return
        [
            .. pictures.GroupBy(picture => category(picture.Prompt))
                .OrderBy(group => places.GetValueOrDefault(group.Key, order.Count))
                .Select(group => Of(group.Key, [.. group], score)),
        ];
    }

    /// <summary>The plain mean of the answered groups' means.</summary>
    public static Estimate? Mean(IEnumerable<ScoredGroup> groups) =>
        ClusteredMean.OfMeans([.. groups.Where(group => group.Values.Count > 0).Select(group => group.Values)]);

    /// <summary>Scores of answered pictures.</summary>
    public static IReadOnlyList<ClusterValue> ValuesOf(
        IEnumerable<MarkedPicture> pictures, Func<MarkedPicture, double?> score) =>
    [
        .. from picture in pictures
           let value = score(picture)
           where value is not null
           select new ClusterValue(picture.Prompt.Text, value.Value),
    ];

    private static ScoredGroup Of(
        string name, IReadOnlyList<MarkedPicture> pictures, Func<MarkedPicture, double?> score)
    {
        var values = ValuesOf(pictures, score);
        var missing = pictures.Count(picture => picture.Record is null);
        return new ScoredGroup(name, values, new GroupScore(
            name, ClusteredMean.Of(values), pictures.Count, pictures.Count - missing - values.Count, missing));
    }
}
