using System.Globalization;
using System.Text;

namespace Srum.Display;

/// <summary>Pictures side by side, each with its caption and seed; as many columns as the page has room for.</summary>
/// <param name="pictures">The pictures, in reading order.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class PictureGrid(IReadOnlyList<GridPicture> pictures) : IView
{
    private const int PerRow = 4;

    /// <inheritdoc/>
    public string ToHtml()
    {
        // A table, so that pictures stand side by side where styles are dropped; with styles they flow.
        var html = new StringBuilder("<table class=\"srum-grid\" "
            + "style=\"display:block;border:0;font-family:system-ui,sans-serif;font-size:13px\">"
            + "<tbody style=\"display:flex;flex-wrap:wrap;gap:12px\">");
        foreach (var (i, (picture, caption, seed, score)) in pictures.Index())
        {
            html.Append(i % PerRow == 0 ? "<tr style=\"display:contents\">" : "")
                .Append("<td style=\"display:block;padding:0;border:0;text-align:left;max-width:170px\">")
                .Append(Html.Image(picture, caption.Length > 0 ? caption : $"picture {i + 1}"))
                .Append("<div style=\"margin-top:4px;overflow-wrap:anywhere\">").Append(Html.Escape(caption));
            if (seed is { } number)
            {
                html.Append("<br><span style=\"opacity:.7\">seed ")
                    .Append(number.ToString(CultureInfo.InvariantCulture))
                    .Append("</span>");
            }

            html.Append("</div>").Append(score is null ? "" : ScoreMark.Of(score)).Append("</td>")
                .Append(i % PerRow == PerRow - 1 || i == pictures.Count - 1 ? "</tr>" : "");
        }

        return html.Append("</tbody></table>").ToString();
    }
}
