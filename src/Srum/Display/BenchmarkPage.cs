using System.Globalization;
using Srum.Benchmarks;
using Srum.Evaluation;
using Srum.Models;

namespace Srum.Display;

/// <summary>The page of a benchmark's result, with published figures beside it and the conditions of each.</summary>
public static class BenchmarkPage
{
    /// <summary>The page.</summary>
    public static string ToHtml(BenchmarkResult result)
    {
        var benchmark = KnownBenchmarks.Find(result.Benchmark);
        return new ReportPage(new ReportContent
        {
            Name = benchmark.Title,
            Kind = "a benchmark",
            Facts =
            [
                new("Model", ModelIdentity.Short(result.Model)),
                new("Scored by", result.Marker),
                new("Thinks first", result.Thinks ? "yes" : "no"),
                new("Pictures a prompt", $"{result.Pictures}"),
                new("Prompts", result.Prompts),
                new("Command", result.Command),
                new("Commit", result.Commit?[..Math.Min(12, result.Commit.Length)] ?? "none"),
            ],
            Findings = result.Remarks,
            Scores =
            [
                Overalls(result, benchmark),
                Groups(result, benchmark),
                .. Chart(result, benchmark) is { } chart ? [chart] : (IView[])[],
                .. result.Published.Count > 0 ? [Beside(result, benchmark)] : (IView[])[],
            ],
            Settings = System.Text.Json.JsonSerializer.Serialize(result.Settings, Runs.RecordFormat.Indented),
        }).ToHtml();
    }

    /// <summary>The figures over all categories.</summary>
    public static FactTable Overalls(BenchmarkResult result, IBenchmark benchmark) => new(
        ["over all", "score", "prompts", "how it is made"],
        [.. result.Scores.Overalls.Select(overall => (IReadOnlyList<string>)
        [
            overall.Name,
            Words(overall.Score, benchmark),
            overall.Score is { Count: > 0 } score ? $"{score.Count}" : Figures.None,
            overall.How,
        ])],
        "± is half a 95 % interval over prompts; none is shown where nothing is known of the spread.");

    /// <summary>The categories.</summary>
    public static FactTable Groups(BenchmarkResult result, IBenchmark benchmark) => new(
        ["category", "score", "prompts", "pictures", "unanswered", "not marked"],
        [.. result.Scores.Groups.Select(group => (IReadOnlyList<string>)
        [
            group.Name, Words(group.Score, benchmark), $"{group.Score?.Count ?? 0}", $"{group.Pictures}",
            $"{group.Failed}", $"{group.Missing}",
        ])]);

    private static Chart? Chart(BenchmarkResult result, IBenchmark benchmark)
    {
        var answered = result.Scores.Groups.Where(group => group.Score is not null).ToArray();
        return answered.Length == 0 ? null : new Chart
        {
            Title = "By category",
            Kind = ChartKind.Bar,
            YLabel = benchmark.Most == 1 ? "score" : "score, 0 to 100",
            YLeast = 0,
            YMost = benchmark.Most,
            Categories = [.. answered.Select(group => group.Name)],
            Series =
            [
                new ChartSeries(
                    benchmark.Title, [], [.. answered.Select(group => group.Score!.Mean)],
                    [.. answered.Select(group => group.Score!.Margin)]),
            ],
        };
    }

    /// <summary>Published figures under the same headings, with the conditions of each.</summary>
    private static FactTable Beside(BenchmarkResult result, IBenchmark benchmark)
    {
        string[] groups = [.. result.Published.SelectMany(figure => figure.Groups.Keys).Distinct()];
        return new FactTable(
            ["system", "thinks first", "scored by", "pictures a prompt", .. groups, "overall", "source"],
            [Own(result, groups, benchmark), .. result.Published.Select(figure => Row(figure, groups, benchmark))],
            "Published figures stand as published: means of their authors' scripts, without intervals. "
            + "Rows compare only where thinking, judge, question and pictures agree.");
    }

    // Published tables have the complex composite where the file has its three parts.
    private static IReadOnlyList<string> Own(BenchmarkResult result, string[] groups, IBenchmark benchmark)
    {
        var scores = result.Scores.Groups.Select(group => (group.Name, group.Score))
            .Concat(result.Scores.Overalls.Select(overall => (Name: overall.Name.Split(',')[0], overall.Score)))
            .DistinctBy(score => score.Name).ToDictionary(score => score.Name, score => score.Score);
        return
        [
            "this run", result.Thinks ? "yes" : "no", result.Marker, $"{result.Pictures}",
            .. groups.Select(group => Words(scores.GetValueOrDefault(group), benchmark)),
            Words(result.Scores.Overalls[0].Score, benchmark),
            "here",
        ];
    }

    private static IReadOnlyList<string> Row(PublishedFigure figure, string[] groups, IBenchmark benchmark) =>
    [
        figure.System,
        figure.Thinks switch { true => "yes", false => "no", null => "not stated" },
        figure.Judge,
        figure.Pictures?.ToString(CultureInfo.InvariantCulture) ?? "not stated",
        .. groups.Select(group =>
            figure.Groups.TryGetValue(group, out var score) ? Number(score, benchmark) : Figures.None),
        figure.Overall is { } overall ? Number(overall, benchmark) : Figures.None,
        figure.Source,
    ];

    private static string Words(Estimate? score, IBenchmark benchmark) => score is null ? Figures.None
        : Number(score.Mean, benchmark) + (score.StandardError > 0 ? $" ± {Number(score.Margin, benchmark)}" : "");

    private static string Number(double value, IBenchmark benchmark) =>
        value.ToString(benchmark.Most == 1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);
}
