namespace Srum.Formats;

/// <summary>
/// What the floor of the published map does to the contrast that training sees, over the pictures with a layout score.
/// Under the floor of 0.5 no region weighs less than the background, however bad it is.
/// </summary>
/// <param name="Pictures">Pictures that were measured.</param>
/// <param name="Regions">Their regions with box and score.</param>
/// <param name="Negative">Those whose score is below 0: the floor hides what was said of them.</param>
/// <param name="HiddenArea">Mean share of a picture's area where the floor lifts a weight.</param>
/// <param name="Spread">Mean over pictures of the standard deviation of the weights.</param>
/// <param name="SpreadWithoutFloor">The same where regions replace the background.</param>
/// <param name="PicturesWithBoth">Pictures with good and bad regions.</param>
/// <param name="Gap">
/// Over these, the mean weight on good regions less that on bad ones; null where there is none.
/// </param>
/// <param name="GapWithoutFloor">The same where regions replace the background.</param>
public sealed record MapContrast(
    int Pictures, int Regions, int Negative, double HiddenArea, double Spread, double SpreadWithoutFloor,
    int PicturesWithBoth, double? Gap, double? GapWithoutFloor)
{
    internal static MapContrast Of(IReadOnlyList<PictureContrast> pictures)
    {
        var both = pictures.Where(picture => picture.Gap is not null).ToArray();
        return new MapContrast(
            pictures.Count,
            pictures.Sum(picture => picture.Regions),
            pictures.Sum(picture => picture.Negative),
            pictures.Select(picture => picture.Hidden).DefaultIfEmpty().Average(),
            pictures.Select(picture => picture.Spread).DefaultIfEmpty().Average(),
            pictures.Select(picture => picture.SpreadWithoutFloor).DefaultIfEmpty().Average(),
            both.Length,
            both.Average(picture => picture.Gap),
            both.Average(picture => picture.GapWithoutFloor));
    }
}
