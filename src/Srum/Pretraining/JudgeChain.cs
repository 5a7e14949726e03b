using System.Globalization;
using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>
/// What the judge is taught to write. First what each region shows; then each requirement of the prompt restated, the
/// region that meets it pointed at and quoted, yes or no; then relation, background and count; last the scores in
/// the form of the judge's templates. Things to compare stand next to each other: that is what makes comparing
/// learnable.
/// </summary>
internal sealed class JudgeChain
{
    /// <summary>Score of what is as asked.</summary>
    public const double Right = 0.9;

    /// <summary>Score of a region that contradicts the prompt, of an object too many, and of a wrong layout.</summary>
    public const double Wrong = -0.8;

    private readonly ScenePrompt prompt;
    private readonly Scene scene;
    private readonly SceneCheck check;
    private readonly IReadOnlyList<SceneObject> regions;
    private readonly bool placed;

    /// <summary>Judges a scene.</summary>
    /// <param name="prompt">What was asked for.</param>
    /// <param name="scene">What the picture shows.</param>
    /// <param name="largestFirst">
    /// Numbers regions as a proposer does; false numbers them in reading order, where none are given.
    /// </param>
    /// <param name="placed">
    /// Whether the description also says where each object is: then relations can be told from words alone.
    /// </param>
    public JudgeChain(ScenePrompt prompt, Scene scene, bool largestFirst, bool placed)
    {
        (this.prompt, this.scene, this.placed) = (prompt, scene, placed);
        regions = largestFirst
            ? [.. scene.Objects.OrderByDescending(item => RegionBox.Of(item).Area).ThenBy(item => item.Cell)]
            : [.. scene.Objects.OrderBy(item => item.Cell)];
        check = SceneCheck.Of(prompt, scene.Background, regions);
    }

    /// <summary>The scene's boxes in the order of their numbers.</summary>
    public IReadOnlyList<Box> Boxes => [.. regions.Select(RegionBox.Of)];

    /// <summary>True where everything is as asked.</summary>
    public bool Correct => check.Correct;

    /// <summary>What the picture shows: each region, then the background.</summary>
    public string Description => Describe(regions, scene.Background, placed);

    /// <summary>The comparison with the prompt.</summary>
    public string Comparison
    {
        get
        {
            var steps = prompt.Objects.Select((required, i) =>
                $"{Words.Phrase(required)} : "
                    + (check.Match[i] < 0
                        ? "none no"
                        : $"{check.Match[i] + 1} {Words.Phrase(regions[check.Match[i]])} {YesNo(check.Met[i])}"));
            if (prompt.Relation is { } relation)
            {
                steps = steps.Append(RelationStep(relation));
            }

            if (prompt.Background is { } background)
            {
                steps = steps.Append(
                    $"on {Words.Of(background)} : {Words.Of(scene.Background)} {YesNo(check.BackgroundHolds!.Value)}");
            }

            steps = steps.Append(
                $"count {prompt.Objects.Count} : {regions.Count} {YesNo(regions.Count == prompt.Objects.Count)}");
            return string.Join(" ; ", steps.Append($"all : {YesNo(Correct)}"));
        }
    }

    /// <summary>How every reply begins: the thought up to the end of the description.</summary>
    public string Opening => $"<think> {Description}";

    private string Thought => $"{Opening} {Comparison} </think>";

    /// <summary>The reply to the question about regions.</summary>
    public string LocalReply => Thought + string.Concat(regions.Select((item, i) =>
    {
        var standsFor = check.Match.ToList().IndexOf(i);
        var (reason, score) = standsFor < 0 ? ("not asked for", Wrong)
            : check.Met[standsFor] ? ($"is {Words.Phrase(prompt.Objects[standsFor])}", Right)
            : ($"should be {Words.Phrase(prompt.Objects[standsFor])}", Wrong);
        return $"\nRegion ID: {i + 1}\nObject: {Words.Name(item)}\nReason: {reason}\nScore: {Number(score)}";
    }));

    /// <summary>The reply to the question about the layout: relation, count and background.</summary>
    public string LayoutReply =>
        $"{Thought}\nReason: layout {YesNo(check.LayoutHolds)}\nScore: {Number(check.LayoutHolds ? Right : Wrong)}";

    /// <summary>The reply to the question about the whole picture.</summary>
    public string SampleReply => $"{Thought}\nReason: all {YesNo(Correct)}\nScore: {Number(Correct ? Right : Wrong)}";

    /// <summary>What a picture shows: each region, then the background.</summary>
    /// <param name="regions">Its objects in the order of their numbers.</param>
    /// <param name="background">What they stand on.</param>
    /// <param name="placed">Whether to say where each object is.</param>
    public static string Describe(IReadOnlyList<SceneObject> regions, Background background, bool placed) =>
        string.Concat(regions
            .Select((item, i) => $"{i + 1} {(placed ? Words.Place(item.Cell) + " " : "")}{Words.Phrase(item)} ; "))
            + $"on {Words.Of(background)} ;";

    private string RelationStep(Relation relation)
    {
        var (subject, other) = (check.Match[relation.Subject], check.Match[relation.Object]);
        var seen = subject < 0 || other < 0
            ? "none"
            : $"{subject + 1} "
                + $"{(Relation.Between(regions[subject], regions[other]) is { } kind ? Words.Of(kind) : "diagonal")} "
                + $"{other + 1}";
        return $"{Words.Of(relation.Kind)} : {seen} {YesNo(check.RelationHolds!.Value)}";
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Number(double score) => score.ToString("0.0", CultureInfo.InvariantCulture);
}
