using Srum.Judging;
using Srum.Shapes;

namespace Srum.Audits;

/// <summary>A judged region beside what the oracle reads there.</summary>
/// <param name="Picture">The picture that it is a region of.</param>
/// <param name="Judged">What the judge said.</param>
/// <param name="Shown">The object that the oracle reads there; null = none.</param>
/// <param name="Right">
/// That object stands for a requirement of the prompt and meets it (<see cref="RegionTruth"/>).
/// </param>
public sealed record AuditedRegion(AuditedPicture Picture, JudgedRegion Judged, SceneObject? Shown, bool Right)
{
    /// <summary>Colour and shape as the judge should name them; <c>nothing</c> where there is no object.</summary>
    public string ShownName => Shown is null ? "nothing" : Words.Name(Shown);

    /// <summary>The judged regions of pictures of the shapes world; pictures of other prompts are left out.</summary>
    /// <param name="pictures">Audited pictures.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    public static IReadOnlyList<AuditedRegion> Of(IReadOnlyList<AuditedPicture> pictures, World? world = null)
    {
        var regions = new List<AuditedRegion>();
        foreach (var picture in pictures)
        {
            if (PromptParser.Parse(picture.Prompt.Text, world: world) is { } prompt)
            {
                var truths = SceneOracle.Read(picture.Picture, world).Regions(
                    prompt, [.. picture.Judged.Regions.Select(region => region.Box)]);
                regions.AddRange(picture.Judged.Regions.Zip(
                    truths, (region, truth) => new AuditedRegion(picture, region, truth.Shown, truth.Right)));
            }
        }

        return regions;
    }
}
