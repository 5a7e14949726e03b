using System.Text;
using Srum.Imaging;
using Srum.Maps;

namespace Srum.Display;

/// <summary>
/// Maps of token weights as grids with numbers over the picture in grey, side by side, with one colour bar for all.
/// </summary>
/// <param name="picture">The picture that they weigh.</param>
/// <param name="maps">Names and weights, one a token as <c>map[row, column]</c>; up to 8 × 8 show numbers.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class TokenMaps(Picture picture, IReadOnlyList<(string Name, float[,] Map)> maps) : IView
{
    private const int MostNumbers = 8;

    /// <summary>Width and height of the plate that a number stands on, so that it is read on any picture.</summary>
    private const double PlateWidth = 44;
    private const double PlateHeight = 20;

    /// <summary>The maps that rules make of one reward.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="reward">Its reward, in pixels of the picture.</param>
    /// <param name="rows">Rows of tokens.</param>
    /// <param name="columns">Columns of tokens.</param>
    /// <param name="rules">The rules.</param>
    public static TokenMaps Of(
        Picture picture, DualReward reward, int rows, int columns, params IReadOnlyList<MapRule> rules) => new(
            picture,
            [.. rules.Select(rule => (
                rule.Name,
                RewardOverlay.Grid(
                    RewardMap.Paint(rule, picture.Width, picture.Height, reward).TokenWeights(rows, columns),
                    rows, columns)))]);

    /// <inheritdoc/>
    public string ToHtml()
    {
        var scale = HeatScale.Of([.. maps.Select(map => map.Map)]);
        var html = new StringBuilder(
            "<div class=\"srum-maps\" style=\"font-family:system-ui,sans-serif;font-size:13px;max-width:100%\">"
            + "<div style=\"display:flex;flex-wrap:wrap;gap:12px\">");
        foreach (var (name, map) in maps)
        {
            html.Append("<figure style=\"margin:0\">").Append(Svg(name, map, scale))
                .Append("<figcaption style=\"margin-top:4px\">").Append(Html.Escape(name))
                .Append("</figcaption></figure>");
        }

        return html.Append("</div>").Append(scale.Legend("weight of a token")).Append("</div>").ToString();
    }

    private string Svg(string name, float[,] map, HeatScale scale)
    {
        const int Width = RewardOverlay.Width;
        var height = (int)Math.Round((double)Width * picture.Height / picture.Width);
        var (rows, columns) = (map.GetLength(0), map.GetLength(1));
        var svg = new StringBuilder()
            .Append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" ")
            .Append($"aria-label=\"weights of {Html.Escape(name)}\" viewBox=\"0 0 {Width} {height}\" ")
            .Append($"width=\"{Width}\" style=\"max-width:100%;height:auto;border-radius:4px\">")
            .Append(RewardOverlay.ImageElement(HeatScale.Under(picture), height, 1))
            .Append(RewardOverlay.ImageElement(scale.Paint(map), height, 0.8));
        for (var token = 0; token < rows * columns && Math.Max(rows, columns) <= MostNumbers; token++)
        {
            var (row, column) = (token / columns, token % columns);
            var (x, y) = (Width * (column + 0.5) / columns, height * (row + 0.5) / rows);
            var plate = Math.Min(PlateWidth, (double)Width / columns);
            svg.Append($"<rect x=\"{Html.Number(x - (plate / 2))}\" y=\"{Html.Number(y - (PlateHeight / 2))}\" ")
                .Append($"width=\"{Html.Number(plate)}\" height=\"{Html.Number(PlateHeight)}\" rx=\"3\" ")
                .Append("fill=\"rgba(0,0,0,.65)\"/>")
                .Append($"<text x=\"{Html.Number(x)}\" y=\"{Html.Number(y + 5)}\" font-size=\"14\" ")
                .Append("font-family=\"system-ui,sans-serif\" text-anchor=\"middle\" fill=\"#fff\">")
                .Append(Html.Number(map[row, column], "0.00;−0.00;0.00")).Append("</text>");
        }

        return svg.Append("</svg>").ToString();
    }
}
