using System.Text;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;

namespace Srum.Display;

/// <summary>
/// A picture with what the judge said about it: numbered boxes coloured by score, the reward map laid over the
/// picture, and the reasons as a list.
/// </summary>
/// <param name="picture">The judged picture.</param>
/// <param name="regions">The judged regions, in the judge's numbering.</param>
/// <param name="map">The reward map, one weight a token as <c>map[row, column]</c>; null = none shown.</param>
/// <param name="layout">The judgement of the whole layout; null = not asked for.</param>
/// <param name="caption">A line above (the prompt, say).</param>
/// <param name="whole">The judgement of the picture as a whole; null = not asked for.</param>
/// <param name="truth">What an evaluator says of the picture, which the judge never sees; null = not known.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class RewardOverlay(
    Picture picture, IReadOnlyList<JudgedRegion> regions, float[,]? map = null, LayoutJudgement? layout = null,
    string? caption = null, SampleJudgement? whole = null, PictureScore? truth = null)
        : IView
{
    internal const int Width = 240;
    private const int MostCells = 32;

    /// <summary>How the map's weights become colours; by default a scale of this map alone.</summary>
    internal HeatScale? Scale { get; init; } = map is null ? null : HeatScale.Of(map);

    /// <summary>A judged picture under the map of a rule.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="record">
    /// What the judge said of it; without the scores that the reward is made of there is no map.
    /// </param>
    /// <param name="rule">The rule.</param>
    /// <param name="caption">A line above; null = none.</param>
    /// <param name="kind">Which judgements make the reward.</param>
    /// <param name="truth">What an evaluator says of the picture; null = not known.</param>
    public static RewardOverlay Of(
        Picture picture, JudgeRecord record, MapRule rule, string? caption = null, RewardKind kind = RewardKind.Dual,
        PictureScore? truth = null)
    {
        float[,]? map = null;
        if (DualReward.From(record, picture.Width, picture.Height, kind) is { } reward)
        {
            var (rows, columns) = (Math.Min(picture.Height, MostCells), Math.Min(picture.Width, MostCells));
            map = Grid(
                RewardMap.Paint(rule, picture.Width, picture.Height, reward).TokenWeights(rows, columns), rows,
                columns);
        }

        return new RewardOverlay(picture, record.Regions, map, record.Layout, caption, record.Sample, truth);
    }

    /// <summary>Weights, row by row, as the map that an overlay takes.</summary>
    internal static float[,] Grid(float[] weights, int rows, int columns)
    {
        var map = new float[rows, columns];
        Buffer.BlockCopy(weights, 0, map, 0, weights.Length * sizeof(float));
        return map;
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder(
            "<div class=\"srum-overlay\" style=\"font-family:system-ui,sans-serif;font-size:13px;max-width:100%\">");
        if (caption is not null)
        {
            html.Append("<div style=\"margin-bottom:6px;font-weight:600\">").Append(Html.Escape(caption))
                .Append("</div>");
        }

        html.Append("<div style=\"display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start\">")
            .Append(Svg(withMap: false, withBoxes: true));
        if (map is not null)
        {
            html.Append("<div>").Append(Svg(withMap: true, withBoxes: false))
                .Append(Scale!.Legend("weight")).Append("</div>");
        }

        html.Append("<ol style=\"margin:0;padding-left:20px;max-width:360px\">");
        foreach (var region in regions)
        {
            html.Append("<li style=\"margin-bottom:4px\"><strong>").Append(Html.Escape(region.Object)).Append(
                "</strong> ")
                .Append(Chip(region.Score)).Append(region.Relevant ? "" : " <em>not in the prompt</em>").Append(
                    "<br><span style=\"opacity:.8\">").Append(Html.Escape(region.Reason)).Append("</span></li>");
        }

        html.Append("</ol></div>");
        if (layout is not null)
        {
            Line("layout", layout.Score, layout.Reason);
        }

        if (whole is not null)
        {
            Line("whole picture", whole.Score, whole.Reason);
        }

        if (truth is not null)
        {
            html.Append("<div style=\"margin-top:6px;display:flex;gap:6px\"><strong>truth</strong> ")
                .Append(ScoreMark.Of(truth)).Append("</div>");
        }

        return html.Append("</div>").ToString();

        void Line(string name, double? score, string? reason) =>
            html.Append($"<div style=\"margin-top:6px\"><strong>{name}</strong> ").Append(Chip(score)).Append(' ')
                .Append("<span style=\"opacity:.8\">").Append(Html.Escape(reason)).Append("</span></div>");
    }

    /// <summary>The picture alone, with boxes, or under its reward map, as an SVG element.</summary>
    internal string Svg(bool withMap, bool withBoxes)
    {
        var height = (int)Math.Round((double)Width * picture.Height / picture.Width);
        var svg = new StringBuilder()
            .Append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                + $"aria-label=\"{(withMap ? "reward map over the picture" : "judged regions")}\" ")
            .Append($"viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" "
                + "style=\"max-width:100%;height:auto;border-radius:4px\">")
            .Append(ImageElement(withMap && map is not null ? HeatScale.Under(picture) : picture, height, 1));
        if (withMap && map is not null)
        {
            svg.Append(ImageElement(Scale!.Paint(map), height, 0.6));
        }

        for (var i = 0; withBoxes && i < regions.Count; i++)
        {
            var box = regions[i].Box;
            var colour = Heat.Css(regions[i].Score);
            var (x, y) = (box.Left * Width, box.Top * height);
            svg.Append($"<rect x=\"{Html.Number(x)}\" y=\"{Html.Number(y)}\" "
                + $"width=\"{Html.Number((box.Right - box.Left) * Width)}\" ")
                .Append($"height=\"{Html.Number((box.Bottom - box.Top) * height)}\" fill=\"none\" stroke=\"{colour}\" "
                    + "stroke-width=\"2\"/>")
                .Append($"<rect x=\"{Html.Number(x)}\" y=\"{Html.Number(y)}\" width=\"52\" height=\"15\" "
                    + $"fill=\"{colour}\"/>")
                .Append($"<text x=\"{Html.Number(x + 3)}\" y=\"{Html.Number(y + 11.5)}\" font-size=\"11\" "
                    + "font-family=\"system-ui,sans-serif\" fill=\"#fff\">")
                .Append($"{i + 1} {(regions[i].Score is { } score ? Html.Signed(score) : "?")}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    // Both layers are tiny pictures enlarged without blur: a map of 64 × 64 tokens costs no more than a photograph.
    internal static string ImageElement(Picture layer, int height, double opacity) =>
        $"<image href=\"{Html.DataUri(layer)}\" x=\"0\" y=\"0\" width=\"{Width}\" height=\"{height}\" "
        + "preserveAspectRatio=\"none\" "
        + $"opacity=\"{Html.Number(opacity)}\" "
        + $"style=\"image-rendering:{(layer.Width < Width ? "pixelated" : "auto")}\"/>";

    private static string Chip(double? score) =>
        $"<span style=\"background:{Heat.Css(score)};color:#fff;border-radius:3px;padding:0 "
            + $"5px\">{(score is { } value ? Html.Signed(value) : "no answer")}</span>";
}
