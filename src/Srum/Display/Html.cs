using System.Text.Encodings.Web;
using System.Text.Unicode;
using Srum.Imaging;

namespace Srum.Display;

/// <summary>What every view needs to write HTML: escaped text, and pictures that travel inside the page.</summary>
internal static class Html
{
    // All letters stay readable; the five characters with a meaning in HTML, and quotes, become entities.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Text made safe for element content and for quoted attributes.</summary>
    public static string Escape(string? text) => Encoder.Encode(text ?? "");
}
