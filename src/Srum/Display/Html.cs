using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Srum.Imaging;

namespace Srum.Display;

/// <summary>
/// What every view needs to write HTML: escaped text, numbers, and pictures that travel inside the page.
/// </summary>
internal static class Html
{
    /// <summary>Small pictures are shown at least this wide, in pixels, so that they can be looked at.</summary>
    private const int LeastWidth = 160;

    private const int SmallWidth = 64;
    private const int Enlargement = 2;

    // All letters stay readable; the five characters with a meaning in HTML, and quotes, become entities.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Text made safe for element content and for quoted attributes.</summary>
    public static string Escape(string? text) => Encoder.Encode(text ?? "");

    /// <summary>A number with a point, whatever the system's language.</summary>
    public static string Number(double value, string format = "0.##") =>
        value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A score with its sign: <c>+0.50</c>, <c>−0.90</c>, <c>0.00</c>.</summary>
    public static string Signed(double value) => value.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>A picture as an address that holds the picture itself.</summary>
    public static string DataUri(Picture picture) =>
        "data:image/png;base64," + Convert.ToBase64String(PictureFile.EncodePng(picture));

    /// <summary>
    /// An <c>img</c> element; small pictures are enlarged without blur, by pixels too: a notebook that is not trusted
    /// drops every style.
    /// </summary>
    public static string Image(Picture picture, string description, int leastWidth = LeastWidth)
    {
        var scale = Math.Max(1, (leastWidth + picture.Width - 1) / picture.Width);
        var shown = picture.Width < SmallWidth ? picture.Enlarged(Enlargement) : picture;
        return $"<img src=\"{DataUri(shown)}\" alt=\"{Escape(description)}\" width=\"{picture.Width * scale}\" "
            + $"height=\"{picture.Height * scale}\" "
            + $"style=\"image-rendering:{(scale > 1 ? "pixelated" : "auto")};"
            + "max-width:100%;height:auto;border-radius:4px\">";
    }
}
