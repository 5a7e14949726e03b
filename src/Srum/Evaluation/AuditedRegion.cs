using Srum.Rewards;
using Srum.Shapes;

namespace Srum.Evaluation;

/// <summary>A judged region beside what the oracle reads there.</summary>
/// <param name="Picture">The picture that it is a region of.</param>
/// <param name="Judged">What the judge said.</param>
/// <param name="Shown">The object that the oracle reads there; null = none.</param>
/// <param name="Right">That object stands for a requirement of the prompt and meets it. An object too many is wrong.</param>
public sealed record AuditedRegion(AuditedPicture Picture, JudgedRegion Judged, SceneObject? Shown, bool Right)
{
    /// <summary>Colour and shape as the judge should name them; <c>nothing</c> where there is no object.</summary>
    public string ShownName => Shown is null ? "nothing" : $"{Words.Of(Shown.Colour)} {Words.Of(Shown.Shape)}";

    /// <summary>The judged regions of pictures of the shapes world; pictures of other prompts are left out.</summary>
    /// <param name="pictures">Audited pictures.</param>
    public static IReadOnlyList<AuditedRegion> Of(IReadOnlyList<AuditedPicture> pictures)
    {
        var regions = new List<AuditedRegion>();
        foreach (var picture in pictures)
        {
            if (PromptParser.Parse(picture.Prompt.Text) is { } prompt)
            {
                var reading = SceneOracle.Read(picture.Picture);
                var check = SceneOracle.Judge(prompt, reading).Check;
                regions.AddRange(picture.Judged.Regions.Select(region => Audit(picture, region, reading, check)));
            }
        }

        return regions;
    }

    // A region shows the object whose centre lies in it.
    private static AuditedRegion Audit(AuditedPicture picture, JudgedRegion judged, SceneReading reading, SceneCheck check)
    {
        var box = judged.Box;
        var index = reading.Objects.ToList().FindIndex(item =>
            item.Object.X / Scene.Side is var x && item.Object.Y / Scene.Side is var y && x >= box.Left && x <= box.Right && y >= box.Top && y <= box.Bottom);
        var required = index < 0 ? -1 : check.Match.ToList().IndexOf(index);
        return new AuditedRegion(picture, judged, index < 0 ? null : reading.Objects[index].Object, required >= 0 && check.Met[required]);
    }
}
