using System.Globalization;
using Srum.Audits;
using Srum.Benchmarks;
using Srum.Evaluation;
using Srum.Studies;

namespace Srum.Display;

/// <summary>Comparisons of systems as tables and charts.</summary>
public static class EvaluationViews
{
    /// <summary>
    /// Differences of systems, paired by prompt, beside the error that they would have without the pairing.
    /// </summary>
    /// <param name="pairs">Systems on the same prompts.</param>
    public static FactTable Comparisons(params IReadOnlyList<(SystemScores A, SystemScores B)> pairs)
    {
        Comparison[] found = [.. pairs.Select(pair => PairedTest.Compare(pair.A, pair.B))];
        return new(
            ["", "difference, points", "unpaired", "p", "could have seen"],
            [.. pairs.Zip(found, Row)],
            $"95 % intervals; {string.Join(", ", found.Select(own => own.Test).Distinct())}. Unpaired: the interval of "
                + "someone who forgets that both drew the same prompts. Could have seen: the least true difference "
                + "that a test like this finds four times in five.");

        static IReadOnlyList<string> Row((SystemScores A, SystemScores B) pair, Comparison found)
        {
            var (a, b) = (pair.A.Overall, pair.B.Overall);
            var unpaired = Estimate.MarginOf(
                double.Hypot(a.StandardError, b.StandardError), ((double?[])[a.Degrees, b.Degrees]).Min());
            return
            [
                $"{pair.A.Name} − {pair.B.Name}",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{100 * found.Difference:+0.0;−0.0;0.0} ± {100 * found.Margin:0.0}"),
                string.Create(CultureInfo.InvariantCulture, $"± {100 * unpaired:0.0}"),
                Figures.PValue(found.P),
                Html.Number(100 * PairedTest.SmallestDetectableDifference(found.Stderr, found.Degrees), "0.0"),
            ];
        }
    }

    /// <summary>What an exact measure and the judge say of the same pictures, a row a system.</summary>
    /// <param name="systems">Audits of each system's pictures, by name.</param>
    public static FactTable JudgeBesideMeasure(params IReadOnlyList<(string Name, JudgeAudit Audit)> systems)
    {
        return new FactTable(
            ["", "exact: whole prompt "
                + "right", "exact: partial truth", "judge: probability of right", "judge: reward that trains"],
            [
                .. systems.Select(system => (IReadOnlyList<string>)[
                    system.Name,
                    Mean(
                        system.Audit, picture => picture.Truth?.Correct switch { true => 1, false => 0, null => null }),
                    Mean(system.Audit, picture => picture.Truth?.Partial),
                    Mean(system.Audit, picture => picture.Whole),
                    Mean(system.Audit, picture => picture.Reward)]),
            ],
            "Means over prompts in per cent, with 95 % intervals. Pictures that the judge did not answer for are left "
                + "out of its columns.");

        static string Mean(JudgeAudit audit, Func<AuditedPicture, double?> value) => Figures.PerCent(
            Estimate.ByPrompt(
                audit.Pictures.Where(picture => value(picture) is not null), picture => picture.Prompt.Id,
                picture => value(picture)!.Value));
    }

    /// <summary>A benchmark's categories and overall figures, a column for everyone who marked the pictures.</summary>
    /// <param name="markers">Who marked, and what came of it: of the same pictures.</param>
    public static FactTable Benchmark(params IReadOnlyList<(string Name, BenchmarkScores Scores)> markers) => new(
        ["", .. markers.Select(marker => $"marked by {marker.Name}")],
        [
            .. markers[0].Scores.Groups.Select((group, i) => (IReadOnlyList<string>)
                [group.Name, .. markers.Select(marker => Figures.PerCent(marker.Scores.Groups[i].Score))]),
            .. markers[0].Scores.Overalls.Select((overall, i) => (IReadOnlyList<string>)
                [$"all: {overall.Name}", .. markers.Select(marker =>
                    Figures.PerCent(marker.Scores.Overalls[i].Score))]),
        ],
        "With 95 % intervals over prompts.");

    /// <summary>How far two runs of one system lie apart by chance, for benchmarks of several sizes.</summary>
    /// <param name="counts">Numbers of prompts.</param>
    /// <param name="limits">See <see cref="ChanceDifference.Limits"/>; shares.</param>
    public static Chart Chance(IReadOnlyList<int> counts, IReadOnlyList<double> limits) => new()
    {
        Title = "Two runs of one and the same system",
        XLabel = "prompts of the benchmark",
        YLabel = "95 % of differences stay below, points",
        YLeast = 0,
        Series = [new ChartSeries(
            "by chance", [.. counts.Select(count => (double)count)], [.. limits.Select(limit => 100 * limit)])],
    };
}
