namespace Srum.Studies;

/// <summary>
/// How far two evaluations of one and the same system lie apart by nothing but other picture seeds: differences below
/// that say nothing.
/// </summary>
public static class ChanceDifference
{
    /// <summary>
    /// For each number of prompts the difference that 95 of 100 pairs of runs stay below: both runs take the same
    /// prompts, each a picture of its own of every prompt.
    /// </summary>
    /// <param name="prompts">For each prompt the scores of its pictures, at least two.</param>
    /// <param name="counts">Numbers of prompts in a benchmark; prompts are drawn with replacement.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="repeats">Pairs of runs, at least 100. Default 1,000.</param>
    /// <returns>One absolute difference of means for each count.</returns>
    /// <exception cref="SrumException">A prompt has a single picture, or there is none.</exception>
    public static IReadOnlyList<double> Limits(
        IReadOnlyList<IReadOnlyList<double>> prompts, IReadOnlyList<int> counts, long seed = 0, int repeats = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 100);
        if (prompts.Count == 0 || prompts.Any(scores => scores.Count < 2))
        {
            throw new SrumException("A system is compared with itself by pictures of other seeds: give at least one "
                + "prompt, and two pictures of each.");
        }

        var random = new SeededRandom(seed);
        return
        [
            .. counts.Select(
                count => Enumerable.Range(0, repeats).Select(_ => Math.Abs(Apart(count))).Order()
                    .ElementAt((int)(0.95 * repeats))),
        ];

        double Apart(int count)
        {
            var sum = 0.0;
            for (var i = 0; i < count; i++)
            {
                var scores = random.Pick(prompts);
                var first = random.Below(scores.Count);
                var second = (first + 1 + random.Below(scores.Count - 1)) % scores.Count;
                sum += scores[first] - scores[second];
            }

            return sum / count;
        }
    }
}
