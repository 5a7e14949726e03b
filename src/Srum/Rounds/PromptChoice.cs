using Srum.Judging;
using Srum.Prompts;

namespace Srum.Rounds;

/// <summary>
/// Chooses prompts on which the judge's verdicts disagree: what some pictures get right can be learnt.
/// </summary>
/// <param name="asked">
/// What a judge is asked for the reward (<see cref="JudgeRecord.Needed"/>), whatever else it is asked for others.
/// </param>
internal sealed class PromptChoice(JudgeQuestions asked)
{
    // No prompt is given up for good: the share of right pictures changes while the model learns.
    private const double Least = 0.01;

    private readonly Dictionary<string, double> rates = new(StringComparer.Ordinal);

    /// <summary>Takes a round's judgements; newer ones replace older ones of the same prompt.</summary>
    public void Learn(IEnumerable<JudgeRecord> judged)
    {
        foreach (var prompt in judged.Where(record => record.Needed(asked) is not null)
            .GroupBy(record => record.Prompt))
        {
            rates[prompt.Key] = prompt.Average(record => (record.Needed(asked)!.Value + 1) / 2);
        }
    }

    /// <summary>
    /// Draws prompts without replacement, each with the weight p (1 − p), p being the mean of the judge's scores of its
    /// pictures as shares, from 0 to 1: scores in the middle count as ones that disagree.
    /// </summary>
    /// <param name="prompts">The set.</param>
    /// <param name="count">How many, at most all.</param>
    /// <param name="seed">Decides the choice.</param>
    /// <returns>The chosen ones in the set's order.</returns>
    public IReadOnlyList<PromptEntry> Next(IReadOnlyList<PromptEntry> prompts, int count, long seed)
    {
        // The largest of u^(1/w): Efraimidis and Spirakis 2006.
        var random = new SeededRandom(seed);
        return
        [
            .. prompts.Select((prompt, place) => (Prompt: prompt, Place: place,
                    Key: Math.Log(1 - random.NextDouble()) / Weight(prompt)))
                .OrderByDescending(drawn => drawn.Key).Take(count)
                .OrderBy(drawn => drawn.Place).Select(drawn => drawn.Prompt),
        ];
    }

    private double Weight(PromptEntry prompt) =>
        rates.TryGetValue(prompt.Text, out var rate) ? Math.Max(Least, rate * (1 - rate)) : 0.25;
}
