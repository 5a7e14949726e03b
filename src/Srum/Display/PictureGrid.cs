using System.Globalization;
using System.Text;
using Srum.Imaging;

namespace Srum.Display;

/// <summary>One picture of a grid.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Caption">The line under it.</param>
/// <param name="Seed">The seed it was drawn from; null = not shown.</param>
public sealed record GridPicture(Picture Picture, string Caption, long? Seed = null);

/// <summary>Pictures side by side, each with its caption and seed; as many columns as the page has room for.</summary>
/// <param name="pictures">The pictures, in reading order.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class PictureGrid(IReadOnlyList<GridPicture> pictures) : IView
{
    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder("<div class=\"srum-grid\" "
            + "style=\"display:flex;flex-wrap:wrap;gap:12px;font-family:system-ui,sans-serif;font-size:13px\">");
        foreach (var (picture, caption, seed) in pictures)
        {
            html.Append("<figure style=\"margin:0;max-width:170px\">")
                .Append(Html.Image(picture, caption))
                .Append("<figcaption style=\"margin-top:4px\">").Append(Html.Escape(caption));
            if (seed is { } number)
            {
                html.Append("<br><span style=\"opacity:.7\">seed ")
                    .Append(number.ToString(CultureInfo.InvariantCulture))
                    .Append("</span>");
            }

            html.Append("</figcaption></figure>");
        }

        return html.Append("</div>").ToString();
    }
}
