using System.Text;

namespace Srum.Display;

/// <summary>The method in one figure: draw, judge, weigh, train, and again.</summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class LoopFigure : IView
{
    private const string Understands = "#2f7d6d";
    private const string Generates = "#b45309";

    private static readonly (string Title, string[] Lines, string Colour)[] Steps =
    [
        ("1 draw", ["prompts become", "several pictures each"], Generates),
        ("2 judge", ["the same model looks:", "regions, layout, reasons"], Understands),
        ("3 weigh", ["scores become a weight", "for every token"], "#5b656c"),
        ("4 train", ["the half that draws learns,", "most where weight is"], Generates),
    ];

    /// <inheritdoc/>
    public string ToHtml()
    {
        const int Width = 184, Height = 86, Gap = 30;
        var whole = (4 * Width) + (3 * Gap) + 4;
        var svg = new StringBuilder()
            .Append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" ")
            .Append("aria-label=\"The loop: draw, judge, weigh, train, and draw again with the trained model\" ")
            .Append($"viewBox=\"0 0 {whole} 150\" width=\"{whole}\" style=\"max-width:100%;height:auto\" ")
            .Append("font-family=\"system-ui,sans-serif\" font-size=\"12\" fill=\"currentColor\">");
        foreach (var (i, (title, lines, colour)) in Steps.Index())
        {
            var x = 2 + (i * (Width + Gap));
            svg.Append($"<rect x=\"{x}\" y=\"2\" width=\"{Width}\" height=\"{Height}\" rx=\"8\" fill=\"none\" ")
                .Append($"stroke=\"{colour}\" stroke-width=\"2\"/>")
                .Append($"<text x=\"{x + 12}\" y=\"28\" font-size=\"16\" font-weight=\"600\">{title}</text>");
            foreach (var (row, line) in lines.Index())
            {
                svg.Append($"<text x=\"{x + 12}\" y=\"{50 + (18 * row)}\">{line}</text>");
            }

            if (i > 0)
            {
                Arrow(svg, $"M{x - Gap + 4} 45 H{x - 5}", x - 4, 45, "-8 -5 L0 0 L-8 5");
            }
        }

        var (last, first) = (2 + (3 * (Width + Gap)) + (Width / 2), 2 + (Width / 2));
        Arrow(svg, $"M{last} {Height + 4} V120 H{first} V{Height + 6}", first, Height + 5, "-5 8 L0 0 L5 8");
        return svg.Append($"<text x=\"{whole / 2}\" y=\"138\" text-anchor=\"middle\">")
            .Append("the trained model draws again: the next round</text></svg>").ToString();
    }

    private static void Arrow(StringBuilder svg, string path, int x, int y, string tip) =>
        svg.Append($"<path d=\"{path}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/>")
            .Append($"<path d=\"M{tip}\" transform=\"translate({x} {y})\" fill=\"none\" ")
            .Append("stroke=\"currentColor\" stroke-width=\"1.5\"/>");
}
