using Srum.Evaluation;

namespace Srum.Audits;

/// <summary>
/// The uncertainty of a number that is no mean, such as an area or a correlation: whole prompts are drawn with
/// replacement (Efron 1979), since pictures of one prompt share its luck.
/// </summary>
public static class PromptBootstrap
{
    /// <summary>A statistic with its standard error.</summary>
    /// <param name="items">
    /// The scored pictures. Prompts that cannot tell the statistic count in n and thin out resamples: leave them out
    /// (<see cref="Auc.Telling"/>).
    /// </param>
    /// <param name="statistic">
    /// The number; null where the pictures do not tell it (no prompt has both kinds, say).
    /// </param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="resamples">
    /// How often to draw, at least 20. Default 400: the error is then known to about 4 % of itself.
    /// </param>
    /// <returns>
    /// The statistic of all items, the standard deviation over resamples that have one, n = prompts; null where the
    /// items have none.
    /// </returns>
    public static Estimate? Of(
        IReadOnlyList<ScoredTruth> items, Func<IReadOnlyList<ScoredTruth>, double?> statistic, long seed = 0,
        int resamples = 400)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 20);
        if (statistic(items) is not { } found)
        {
            return null;
        }

        var prompts = items.GroupBy(item => item.Prompt).Select(prompt => prompt.ToArray()).ToArray();
        var random = new SeededRandom(seed);
        var values = new List<double>(resamples);
        for (var i = 0; i < resamples; i++)
        {
            // A prompt that is drawn twice counts as two prompts.
            var drawn = Enumerable.Range(0, prompts.Length)
                .SelectMany(place => random.Pick(prompts).Select(item => item with { Prompt = $"{place}" })).ToArray();
            if (statistic(drawn) is { } value)
            {
                values.Add(value);
            }
        }

        var spread = Estimate.Of(values);
        return new Estimate(found, spread.StandardError * Math.Sqrt(spread.Count), prompts.Length);
    }
}
