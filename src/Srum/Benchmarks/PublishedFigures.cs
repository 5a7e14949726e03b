namespace Srum.Benchmarks;

/// <summary>
/// Published results to set beside one's own, each with its conditions as far as they are known: the headline
/// 82.18 → 88.37, for one, compares a base that does not think with a trained model that does.
/// </summary>
internal static class PublishedFigures
{
    private const string Paper = "arXiv 2510.12784 v2";
    private const string NotStated = "not stated";

    /// <summary>T2I-CompBench by a multimodal judge; complex stands for the composite.</summary>
    public static IReadOnlyList<PublishedFigure> CompBench { get; } =
    [
        CompBenchOf("BLIP3o", null, 81.73, 89.92, 85.55, 84.78, 71.67, 83.75, 92.47, 87.45, 84.66),
        CompBenchOf("BLIP3o + SRUM", null, 83.78, 90.22, 86.57, 85.10, 74.52, 85.44, 93.88, 86.52, 85.75),
        CompBenchOf("BAGEL", false, 77.98, 89.30, 83.32, 85.03, 70.40, 81.94, 81.52, 87.93, 82.18),
        CompBenchOf("BAGEL + SRUM", false, 83.10, 92.90, 88.69, 88.47, 78.52, 84.23, 86.92, 89.57, 86.55),
        CompBenchOf("BAGEL", true, 84.66, 88.85, 86.10, 85.64, 75.36, 84.33, 82.71, 88.07, 84.46),
        CompBenchOf("BAGEL + SRUM", true, 88.60, 92.90, 91.31, 90.48, 80.12, 84.47, 89.93, 89.15, 88.37),
        Later("BAGEL + UniCorn", 88.5),
    ];

    /// <summary>T2I-ReasonBench.</summary>
    public static IReadOnlyList<PublishedFigure> ReasonBench { get; } =
    [
        ReasonBenchOf("BAGEL", 49.70, 34.46, 47.52, 43.59, 43.82),
        ReasonBenchOf("BAGEL + SFT", 50.53, 39.43, 47.45, 44.08, 45.37),
        ReasonBenchOf("BAGEL + SRUM", 52.85, 40.51, 47.83, 45.83, 46.75),
    ];

    /// <summary>WISE: of SRUM nothing comparable is published.</summary>
    public static IReadOnlyList<PublishedFigure> Wise { get; } =
    [
        Of("BAGEL", false, "GPT-4o", 1,
            ["Cultural", "Time", "Space", "Biology", "Physics", "Chemistry"], [.44, .55, .68, .44, .60, .39, .52]) with
        {
            Source = "WISE's leaderboard; the overall score is the mean of groups",
        },
        Later("BAGEL + UniCorn", 0.55),
    ];

    /// <summary>
    /// GenEval: BAGEL's own report has all six tasks, the paper the first five; both have the overall score.
    /// </summary>
    public static IReadOnlyList<PublishedFigure> GenEval { get; } =
    [
        GenEvalOf("BAGEL", .99, .94, .81, .88, .64, .63, .82) with { Source = "arXiv 2505.14683" },
        GenEvalOf("BAGEL + SFT", .96, .94, .79, .92, .59, .78),
        GenEvalOf("BAGEL + SRUM", .98, .94, .83, .90, .64, .83),
        Later("BAGEL + UniGRPO", 0.90),
    ];

    private static PublishedFigure CompBenchOf(string system, bool? thinks, params double[] scores) => Of(
        system, thinks, "Qwen2.5-VL-72B/32B", 1,
        ["3d spatial", "color", "complex composite", "non-spatial", "numeracy", "shape", "spatial", "texture"], scores);

    private static PublishedFigure ReasonBenchOf(string system, params double[] scores) =>
        Of(system, null, NotStated, null, ["entity", "idiom", "scientific", "textual"], scores);

    // As many tasks as there are scores before the overall one.
    private static PublishedFigure GenEvalOf(string system, params double[] scores)
    {
        string[] tasks = ["single_object", "two_object", "counting", "colors", "position", "color_attr"];
        return Of(system, null, "GenEval's detector", 4, tasks[..(scores.Length - 1)], scores);
    }

    private static PublishedFigure Of(
        string system, bool? thinks, string judge, int? pictures, string[] groups, double[] scores) => new(
        system, thinks, judge, pictures, Paper,
        groups.Zip(scores).ToDictionary(group => group.First, group => group.Second),
        scores.Length > groups.Length ? scores[^1] : null);

    // Of later rivals on the same base only the overall score is known here.
    private static PublishedFigure Later(string system, double overall) =>
        new(system, null, NotStated, null, "its own report", new Dictionary<string, double>(), overall);
}
