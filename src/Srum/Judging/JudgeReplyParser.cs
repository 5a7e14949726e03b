using System.Text.RegularExpressions;
using Srum.Models;

namespace Srum.Judging;

/// <summary>
/// Reads scores and reasons from what a judge wrote. Tolerant of form (markdown, JSON, any order, Windows lines,
/// typographic signs) and strict with numbers: what cannot be read for sure is unanswered, never 0.
/// The published parser splits at blank lines and loses most regions of its own example (method.md §7).
/// </summary>
/// <remarks>
/// The steps: drop the thought, normalise spaces and line ends, read JSON, read the remaining lines by anchors and
/// labels, and settle each score (one number, in [-1, 1] or at most 0.2 outside, which is clamped; two different
/// numbers are unanswered).
/// </remarks>
public static partial class JudgeReplyParser
{
    /// <summary>Reads a judgement for each of the regions 1 to <paramref name="count"/>.</summary>
    /// <returns>One judgement a region, in order; score null where the reply gives none.</returns>
    public static IReadOnlyList<RegionJudgement> Regions(string reply, int count)
    {
        var answers = Read(reply, byRegion: true).Where(a => a.Region is not null).ToLookup(a => a.Region!.Value);
        return [.. Enumerable.Range(1, count).Select(region => new RegionJudgement(
            region, Score(answers[region]), First(answers[region], a => a.Object),
            First(answers[region], a => a.Reason)))];
    }

    /// <summary>Reads the layout judgement.</summary>
    public static LayoutJudgement Layout(string reply)
    {
        var answers = Read(reply, byRegion: false);
        return new LayoutJudgement(Score(answers), First(answers, a => a.Reason));
    }

    /// <summary>Reads the judgement of a picture as a whole.</summary>
    public static SampleJudgement Sample(string reply)
    {
        var answers = Read(reply, byRegion: false);
        return new SampleJudgement(Score(answers), First(answers, a => a.Reason), First(answers, a => a.Impression));
    }

    private static List<ReplyAnswer> Read(string reply, bool byRegion)
    {
        var text = Normalise(Thought.After(reply));
        var answers = new List<ReplyAnswer>();
        answers.AddRange(ReplyLines.Read(ReplyJson.Read(text, insideLines: false, answers), byRegion));
        if (answers.All(a => a.Scores.Count == 0))
        {
            // Nothing at the start of a line: JSON in the middle of a sentence is the answer then.
            ReplyJson.Read(text, insideLines: true, answers);
        }

        return answers;
    }

    /// <summary>One kind of line end and of space; no zero-width spaces; no marks of a quotation block.</summary>
    private static string Normalise(string text)
    {
        text = LineEnd().Replace(ZeroWidth().Replace(text, ""), "\n");
        return QuotationBlock().Replace(OddSpace().Replace(text, " "), "");
    }

    private static double? Score(IEnumerable<ReplyAnswer> answers) =>
        answers.SelectMany(a => a.Scores).Distinct().ToList() is [var only] ? ScoreNumber.InRange(only) : null;

    private static string? First(IEnumerable<ReplyAnswer> answers, Func<ReplyAnswer, string?> field) =>
        answers.Select(field).FirstOrDefault(t => t is not null);

    [GeneratedRegex(@"[\u200B\u2060\uFEFF]")]
    private static partial Regex ZeroWidth();

    [GeneratedRegex(@"\r\n?|[\u0085\u2028\u2029]")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"[\p{Zs}\t]")]
    private static partial Regex OddSpace();

    [GeneratedRegex(@"^[ ]*(?:>[ ]?)+", RegexOptions.Multiline)]
    private static partial Regex QuotationBlock();
}
