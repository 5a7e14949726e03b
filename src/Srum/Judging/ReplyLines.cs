using System.Text;
using System.Text.RegularExpressions;

namespace Srum.Judging;

/// <summary>
/// Reads a reply written as lines: anchors open regions, labels open fields. A label counts at the start of a line;
/// only where a place of the reply has no such label, one in the middle of a line counts.
/// </summary>
internal static partial class ReplyLines
{
    /// <summary>Reads one answer for each region's lines, or one for the whole text.</summary>
    /// <param name="text">The reply, without its thought; marks of markdown are dropped here.</param>
    /// <param name="byRegion">True where anchors open regions; lines before the first anchor belong to nobody.</param>
    public static IEnumerable<ReplyAnswer> Read(string text, bool byRegion)
    {
        var lines = Unmark(text).Split('\n').Select(l => new Line(LinePrefix().Replace(l, "").Trim(), l.Trim()))
            .ToList();
        var last = lines.FindLastIndex(l => l.Text.Length > 0);
        if (!byRegion)
        {
            return [Answer(null, lines, last)];
        }

        var answers = new List<ReplyAnswer>();
        for (var start = 0; start < lines.Count;)
        {
            var end = lines.FindIndex(start + 1, l => Anchor().IsMatch(l.Text)) is var next and >= 0
                ? next
                : lines.Count;
            if (Anchor().Match(lines[start].Text) is { Success: true } anchor
                && int.TryParse(anchor.Groups[1].Value.Normalize(NormalizationForm.FormKC), out var number))
            {
                var opening = lines[start].Text[anchor.Length..].Trim();
                answers.Add(Answer(number, [new Line(opening, opening), .. lines[(start + 1)..end]], last - start));
            }

            start = end;
        }

        return answers;
    }

    /// <summary>Drops fences, code marks, bold and italic marks; rulers become empty lines.</summary>
    private static string Unmark(string text)
    {
        text = Fence().Replace(text, "");
        text = Ruler().Replace(text, "");
        return Emphasis().Replace(text, "");
    }

    private static ReplyAnswer Answer(int? region, List<Line> lines, int lastLine)
    {
        var answer = new ReplyAnswer(region)
        {
            Object = Texts("object", lines, paragraph: false),
            Reason = Texts("reason", lines, paragraph: true),
            Impression = Texts("impression", lines, paragraph: true),
        };
        // A region's first line is what follows its anchor, never the start of a line.
        var starts = Enumerable.Range(region is null ? 0 : 1, lines.Count - (region is null ? 0 : 1))
            .Where(i => Labelled(lines[i].Text, "score").Success).ToList();
        foreach (var i in starts)
        {
            var value = Value(lines[i].Text, "score");
            var under = lines.FindIndex(i + 1, l => l.Text.Length > 0);
            var score = value.Length > 0 ? ScoreNumber.Read(value, i == lastLine)
                : under > 0 ? ScoreNumber.Read(lines[under].Raw, under == lastLine, alone: true) : null;
            answer.Scores.AddRange(score is { } s ? [s] : []);
        }

        if (starts.Count == 0)
        {
            answer.Scores.AddRange(lines.Select((line, i) => (line.Text, i)).SelectMany(l => Inside(l.Text, "score")
                .Select(v => ScoreNumber.Read(v, l.i == lastLine))).OfType<double>());
        }

        return answer;
    }

    /// <summary>The text of a field: its line, for a paragraph with the lines that follow without a gap.</summary>
    private static string? Texts(string label, List<Line> lines, bool paragraph)
    {
        var at = lines.FindIndex(l => Labelled(l.Text, label).Success);
        if (at < 0)
        {
            return lines.SelectMany(l => Inside(l.Text, label)).Select(Unquote).FirstOrDefault(v => v.Length > 0);
        }

        var words = new List<string> { Value(lines[at].Text, label) };
        for (var i = at + 1; paragraph && i < lines.Count && !AnyLabel().IsMatch(lines[i].Text); i++)
        {
            if (lines[i].Text.Length == 0 && words.Any(w => w.Length > 0))
            {
                break;
            }

            words.Add(lines[i].Text);
        }

        var text = Unquote(string.Join(' ', words.Where(w => w.Length > 0)));
        return text.Length > 0 ? text : null;
    }

    private static Match Labelled(string line, string label) =>
        AnyLabel().Match(line) is { Success: true } match && SameLabel(match, label) ? match : Match.Empty;

    private static string Value(string line, string label) => line[Labelled(line, label).Length..].Trim();

    private static bool SameLabel(Match match, string label) =>
        match.Groups[1].Value.StartsWith(label, StringComparison.OrdinalIgnoreCase);

    /// <summary>The values of a label inside a line, each up to the next label.</summary>
    private static IEnumerable<string> Inside(string line, string label)
    {
        var labels = LabelInside().Matches(line);
        for (var i = 0; i < labels.Count; i++)
        {
            if (SameLabel(labels[i], label))
            {
                var from = labels[i].Index + labels[i].Length;
                yield return line[from..(i + 1 < labels.Count ? labels[i + 1].Index : line.Length)].Trim();
            }
        }
    }

    private static string Unquote(string text) => Quoted().Match(text.Trim()) is { Success: true } match
        ? match.Groups[1].Value.Trim() : text.Trim();

    /// <summary>A line without the marks in front of it, and as it was: a dash may be a bullet or a sign.</summary>
    private readonly record struct Line(string Text, string Raw);

    [GeneratedRegex(@"^\s*(?:`{3,}|~{3,})[\w+-]*[ \t]*$|`{3,}(?:json|text|markdown)?|`", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^[ \t]*(?:[-_*=~][ \t]*){3,}$", RegexOptions.Multiline)]
    private static partial Regex Ruler();

    [GeneratedRegex(@"\*+|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)", RegexOptions.Multiline)]
    private static partial Regex Emphasis();

    // Headings, quotation marks, bullets and list numbers at the start of a line.
    [GeneratedRegex(@"^(?:\s|[#>""'“”‘’•·▪●○◦‣]|[-+–—](?=\s)|[0-9]+[.)]\s)+")]
    private static partial Regex LinePrefix();

    [GeneratedRegex(
        @"^region[\s_]*(?:id)?[""'”’]?\s*[:：#]?\s*[#\[(]?\s*([0-9０-９]+)(?![\p{L}\p{N}_]|\.[0-9])\s*[\])]?\s*[:：.,;]?",
        RegexOptions.IgnoreCase)]
    private static partial Regex Anchor();

    [GeneratedRegex(
        @"^(?:[\p{L}\p{N}'’-]+\s+)?(score|object|reason|impression)(?:ing)?\s*(?:\([^()]*\)|\[[^\[\]]*\])?[""'”’]?\s*[:：]",
        RegexOptions.IgnoreCase)]
    private static partial Regex AnyLabel();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])(?:identified\s+|final\s+|overall\s+)?(score|object|reason|impression)(?:ing)?\s*(?:\([^()]*\)|\[[^\[\]]*\])?[""'”’]?\s*[:：]",
        RegexOptions.IgnoreCase)]
    private static partial Regex LabelInside();

    [GeneratedRegex(@"^[""“«]([^""“”«»]*)[""”»][.,;]?$")]
    private static partial Regex Quoted();
}
