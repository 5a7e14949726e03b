using System.Globalization;
using System.Text.RegularExpressions;
using Srum.Models;

namespace Srum.Rewards;

/// <summary>Replaces written scores by expectations over given answers, weighed where the reply gives its own.</summary>
internal static partial class GradedScores
{
    public static void Apply(
        IUnifiedModel model, GradedScore graded, IReadOnlyList<PendingQuestion> asked, IReadOnlyList<string> written)
    {
        var places = asked.SelectMany((pending, i) => Places(pending, written[i], graded.After)).ToList();
        if (places.Count == 0)
        {
            return;
        }

        var weights = model.Weigh(
            [.. places.Select(p => p.Pending.Question with { ReplyPrefix = p.Pending.Question.ReplyPrefix + p.Said })],
            [.. graded.Answers.Select(a => a.Text)]);
        for (var i = 0; i < places.Count; i++)
        {
            places[i].Pending.Trial.Grade(places[i].Pending.About, places[i].Region, Expectation(weights[i], graded.Answers));
        }
    }

    /// <summary>Where in a reply each score is given: everything said before it.</summary>
    private static IEnumerable<(PendingQuestion Pending, int Region, string Said)> Places(
        PendingQuestion pending, string reply, string after)
    {
        var start = Math.Max(0, reply.LastIndexOf("</think>", StringComparison.OrdinalIgnoreCase));
        if (pending.About != "regions")
        {
            return LastOf(reply, after, start, reply.Length) is { } said ? [(pending, 0, said)] : [];
        }

        var anchors = Anchor().Matches(reply, start);
        var places = new List<(PendingQuestion, int, string)>();
        for (var i = 0; i < anchors.Count; i++)
        {
            var end = i + 1 < anchors.Count ? anchors[i + 1].Index : reply.Length;
            if (int.TryParse(anchors[i].Groups[1].Value, CultureInfo.InvariantCulture, out var number)
                && number >= 1 && number <= pending.Regions.Count
                && LastOf(reply, after, anchors[i].Index, end) is { } said)
            {
                places.Add((pending, pending.Regions[number - 1], said));
            }
        }

        return places;
    }

    private static string? LastOf(string reply, string after, int from, int to)
    {
        var at = reply[from..to].LastIndexOf(after, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : reply[..(from + at + after.Length)];
    }

    private static double Expectation(double[] logWeights, IReadOnlyList<GradedAnswer> answers)
    {
        var highest = logWeights.Max();
        var weights = logWeights.Select(w => Math.Exp(w - highest)).ToArray();
        return weights.Zip(answers, (w, a) => w * a.Score).Sum() / weights.Sum();
    }

    [GeneratedRegex(@"(?<=^[^\p{L}\n]*)region\s*(?:id)?\s*[:：#]?\s*#?\s*([0-9]+)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Anchor();
}
