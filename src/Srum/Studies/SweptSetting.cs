using Srum.Evaluation;
using Srum.Models;

namespace Srum.Studies;

/// <summary>One setting of a sweep and what it drew.</summary>
/// <param name="Name">Its name, for tables.</param>
/// <param name="Settings">How it drew.</param>
/// <param name="Pictures">The pictures: the same prompts and seeds in the same order for every setting.</param>
/// <param name="SecondsPerPicture">Drawing and scoring, of one picture, in the batch.</param>
public sealed record SweptSetting(
    string Name, DrawSettings Settings, IReadOnlyList<DrawnPicture> Pictures, double SecondsPerPicture)
{
    /// <summary>Share of pictures in which the whole prompt is right.</summary>
    public Estimate Whole => DrawnPicture.Whole(Pictures);

    /// <summary>Mean partial score, in [0, 1].</summary>
    public Estimate Partial => DrawnPicture.Partial(Pictures);
}
