using Srum.Display;
using Srum.Evaluation;

namespace Srum.Rounds;

/// <summary>What a system's rounds drew: how much of it the judge says yes to, and how much is right.</summary>
public static class RoundCurve
{
    /// <summary>
    /// The chart, in per cent, by what was met of the prompts' combinations where the result tells. Of each round other
    /// prompts; new combinations, which no round asks for, as they were evaluated at the beginning and at the end.
    /// </summary>
    /// <param name="result">The result.</param>
    /// <param name="system">The system.</param>
    /// <returns>Null where it did not learn from several rounds of its own pictures.</returns>
    public static Chart? Of(ExperimentResult result, string system)
    {
        var rounds = result.Rounds?.Where(round => round.System == system).ToArray() ?? [];
        if (rounds.Length == 0)
        {
            return null;
        }

        PromptGroup?[] groups = [.. rounds.Select(round => round.Group).Distinct()];
        return new Chart
        {
            Title = $"What {system} drew, round by round",
            XLabel = "round",
            YLabel = "% of pictures",
            Series =
            [
                .. groups.Where(group => groups.Length == 1 || group is not null).SelectMany(Lines),
                .. New(result, system, rounds.Max(round => round.Round)) is { } line ? [line] : (ChartSeries[])[],
            ],
        };

        IEnumerable<ChartSeries> Lines(PromptGroup? group)
        {
            var own = rounds.Where(round => round.Group == group).ToArray();
            double[] numbers = [.. own.Select(round => (double)round.Round)];
            var name = group is null ? "" : $"{group}: ".ToLowerInvariant();
            yield return new(name + "right", numbers, [.. own.Select(round => 100 * round.Right.Mean)]);
            if (own.All(round => round.Yes is not null))
            {
                yield return new(
                    name + "judge says yes", numbers, [.. own.Select(round => 100 * round.Yes!.Mean)]);
            }
        }
    }

    private static ChartSeries? New(ExperimentResult result, string system, int rounds)
    {
        return Rate(SystemResult.Untrained) is { } begin && Rate(system) is { } end
            ? new("new, as evaluated: right", [1, rounds + 1], [100 * begin.Mean, 100 * end.Mean])
            : null;

        GroupRate? Rate(string name) => result.Find(name)?.ByGroup?.GetValueOrDefault(PromptGroup.New);
    }
}
