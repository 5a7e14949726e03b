using System.Text;
using System.Text.Json;
using Srum.Audits;
using Srum.Files;
using Srum.Judging;
using Srum.Maps;
using Srum.Runs;

namespace Srum.Display;

/// <summary>
/// The reward laboratory: floor, weights, λ_c, rule and number of regions as sliders, and at once the map over the
/// pictures and the weight on right and wrong regions. It works in the browser, from the page alone; where no script
/// runs, the first rule is shown.
/// </summary>
/// <param name="pictures">What to show, six pictures or so.</param>
/// <param name="rules">
/// The rules to choose from; null = the three of the library. A rule with a painter of its own is shown as it paints,
/// with λ_c alone to move.
/// </param>
/// <param name="lambda">λ_c to begin with. Default 0.5.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class RewardLab(
    IReadOnlyList<CheckedPicture> pictures, IReadOnlyList<MapRule>? rules = null, double lambda = 0.5)
    : IView
{
    private const string Cell = "padding:3px 10px;border-bottom:1px solid #8884;text-align:right;white-space:nowrap";

    private static readonly string Script = Resource("rewardLab.js");

    private readonly IReadOnlyList<MapRule> rules = rules ?? MapRule.All;

    /// <summary>
    /// Where the page lies for people whose notebook runs no script, relative to the notebook; null (default) = no
    /// link.
    /// </summary>
    public string? Link { get; init; }

    /// <summary>Writes the page to a file of its own.</summary>
    /// <param name="path">The file; folders are made.</param>
    /// <returns>The lab with a link to it.</returns>
    /// <exception cref="SrumException">The file cannot be written.</exception>
    public RewardLab Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, ToPage());
        return new RewardLab(pictures, this.rules, lambda) { Link = path.Replace('\\', '/') };
    }

    /// <summary>The lab as a page of its own; it needs nothing from elsewhere.</summary>
    public string ToPage() =>
        HtmlDocument.Of(
            "Reward lab",
            "<style>:root{color-scheme:light dark}body{max-width:1100px;margin:20px auto;padding:0 "
            + "16px;font-family:system-ui,sans-serif}</style>\n",
            $"<h1>Reward lab</h1>{new RewardLab(pictures, this.rules, lambda).ToHtml()}\n");

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder(
            "<div class=\"srum-lab\" style=\"font-family:system-ui,sans-serif;font-size:13px;max-width:100%\">")
            .Append("<table style=\"border-collapse:collapse;margin-bottom:8px\"><caption "
                + $"style=\"text-align:left\">Rule {Html.Escape(this.rules[0].Name)}, λ_c = "
                + $"{Html.Number(lambda)}</caption><thead><tr>");
        foreach (var column in (string[])["", "tokens", "total weight", "weight a token"])
        {
            html.Append($"<th scope=\"col\" style=\"{Cell}\">{column}</th>");
        }

        html.Append("</tr></thead><tbody>");
        WeightBalance[] balances = [.. pictures.Select(picture => WeightBalance.Of(picture, this.rules[0], lambda))];
        foreach (var (name, part) in (IEnumerable<(string, PartWeight)>)
            [
                ("right regions", Sum(balance => balance.Right)),
                ("wrong regions", Sum(balance => balance.Wrong)),
                ("elsewhere", Sum(balance => balance.Elsewhere)),
            ])
        {
            html.Append($"<tr><th scope=\"row\" style=\"{Cell};text-align:left\">{name}</th><td "
                + $"style=\"{Cell}\">{Html.Number(part.Tokens, "0.0")}</td>")
                .Append($"<td style=\"{Cell}\">{Html.Number(part.Total, "0.00")}</td><td style=\"{Cell}\">"
                    + $"{(part.Mean is { } mean ? Html.Number(mean, "0.000") : Figures.None)}</td></tr>");
        }

        html.Append("</tbody></table><div style=\"display:flex;flex-wrap:wrap;gap:12px\">");
        float[][,] maps = [.. pictures.Select(Map)];
        // One scale for all of them, so that a colour is the same weight in every picture.
        var scale = HeatScale.Of(maps);
        foreach (var (picture, map) in pictures.Zip(maps))
        {
            html.Append("<figure style=\"margin:0;max-width:240px\">")
                .Append(Overlay(picture, map, scale).Svg(withMap: true, withBoxes: true))
                .Append($"<figcaption style=\"margin-top:4px\">{Html.Escape(picture.Prompt)}</figcaption></figure>");
        }

        html.Append("</div><p style=\"opacity:.75\">The sliders need a script, which does not run here.");
        if (Link is not null)
        {
            html.Append($" <a href=\"{Html.Escape(Link)}\">Open the lab as a page.</a>");
        }

        // With every < written as its code, no text of the data can end the element around it.
        return html.Append("</p><script type=\"application/json\">")
            .Append(Data().Replace("<", "\\u003c", StringComparison.Ordinal))
            .Append("</script><script>").Append(Script).Append("</script></div>").ToString();

        PartWeight Sum(Func<WeightBalance, PartWeight> part) =>
            balances.Aggregate(default(PartWeight), (sum, balance) => sum + part(balance));
    }

    /// <summary>What the script works on: constants, colours and pictures of the library, as JSON.</summary>
    internal string Data() => JsonSerializer.Serialize(
        new
        {
            lambda,
            cell = Cell,
            heat = new { bad = Colour(-1), neutral = Colour(0), good = Colour(1) },
            rules = this.rules.Select(rule => new
            {
                rule.Name,
                    rule.Background,
                    rule.BackgroundIsFloor,
                    rule.RegionOffset,
                    rule.RegionScale,
                    rule.Overlap,
                    rule.AlphaOffset,
                    rule.AlphaScale,
                rule.Pooling, rule.NegativeCap,
                Painted = rule.Painter is null ? null : pictures.Select(picture => picture.Weights(rule)),
            }),
            pictures = pictures.Select((picture, i) => new
            {
                index = i,
                picture.Prompt,
                    picture.Picture.Width,
                    picture.Picture.Height,
                    picture.Tokens.Rows,
                    picture.Tokens.Columns,
                    picture.Reward.Layout,
                Image = Html.DataUri(picture.Picture),
                Regions = picture.Reward.Regions.Zip(picture.Right, (region, isRight) => new
                {
                    region.Box.Left,
                        region.Box.Top,
                        region.Box.Right,
                        region.Box.Bottom,
                        region.Score,
                        IsRight = isRight,
                }),
            }),
        },
        RecordFormat.Line);

    private static int[] Colour(double score) => [.. Heat.Rgb(score).Select(channel => (int)channel)];

    private float[,] Map(CheckedPicture picture) =>
        RewardOverlay.Grid(picture.Weights(this.rules[0]), picture.Tokens.Rows, picture.Tokens.Columns);

    private static RewardOverlay Overlay(CheckedPicture picture, float[,] map, HeatScale scale) => new(
        picture.Picture,
        [
            .. picture.Reward.Regions.Select(region => new JudgedRegion(
                region.Box.Relative(picture.Picture.Width, picture.Picture.Height), null, region.Score, null, true)),
        ],
        map)
        {
            Scale = scale,
        };

    private static string Resource(string name)
    {
        using var text = new StreamReader(
            typeof(RewardLab).Assembly.GetManifestResourceStream("Srum.Display." + name)!);
        return text.ReadToEnd();
    }
}
