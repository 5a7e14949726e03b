using System.Globalization;

namespace Srum.Display;

/// <summary>
/// Colours of scores: red below zero, grey at zero, blue-green above. The pair can be told apart by people who do not
/// see red and green, and white text is readable on all of it.
/// </summary>
internal static class Heat
{
    private static readonly (double R, double G, double B) Bad = (178, 48, 42);
    private static readonly (double R, double G, double B) Neutral = (112, 112, 112);
    private static readonly (double R, double G, double B) Good = (22, 118, 130);

    /// <summary>The colour of a score in [−1, 1] (clamped).</summary>
    public static byte[] Rgb(double score)
    {
        var end = score < 0 ? Bad : Good;
        var part = Math.Min(1, Math.Abs(score));
        return
        [
            (byte)Math.Round(Neutral.R + (part * (end.R - Neutral.R))),
            (byte)Math.Round(Neutral.G + (part * (end.G - Neutral.G))),
            (byte)Math.Round(Neutral.B + (part * (end.B - Neutral.B))),
        ];
    }

    /// <summary>The same for a style sheet; a missing score is neutral.</summary>
    public static string Css(double? score)
    {
        var rgb = Rgb(score ?? 0);
        return string.Create(CultureInfo.InvariantCulture, $"#{rgb[0]:x2}{rgb[1]:x2}{rgb[2]:x2}");
    }
}
