using System.Globalization;
using System.Text.RegularExpressions;
using Srum.Models;

namespace Srum.Judging;

/// <summary>
/// Replaces written scores by expectations over given answers, weighed where the reply gives its own.
/// </summary>
internal static partial class GradedScores
{
    public static void Apply(
        IUnifiedModel model, GradedScore graded, IReadOnlyList<PendingQuestion> asked,
        IReadOnlyList<WeighedAnswer> written)
    {
        var places = asked.SelectMany((pending, i) => Places(pending, written[i].Text, graded)
            .Select(place => (Place: place, Known: written[i].Places.GetValueOrDefault(place.Said.Length)))).ToList();
        // What the model does not know from writing it is asked now.
        var open = places.Where(item => item.Known is null).Select(item => item.Place.Pending.Question with
        {
            ReplyPrefix = item.Place.Pending.Question.ReplyPrefix + item.Place.Said,
        }).ToList();
        var asking = open.Count == 0 ? [] : model.Weigh(open, [.. graded.Answers.Select(a => a.Text)]);
        var weights = new Queue<double[]>(asking);
        var scores = places
            .Select(item => (item.Place, Score: Expectation(item.Known ?? weights.Dequeue(), graded.Answers))).ToList();
        foreach (var links in scores.GroupBy(s => (s.Place.Pending, s.Place.Region), s => s.Score))
        {
            // One link is its own expectation.
            var score = (2 * links.Aggregate(1.0, (product, link) => product * (link + 1) / 2)) - 1;
            links.Key.Pending.Trial.Grade(links.Key.Pending.About, links.Key.Region, score);
        }
    }

    /// <summary>Where in a reply each score is given: everything said before it.</summary>
    private static IEnumerable<Place> Places(PendingQuestion pending, string reply, GradedScore graded)
    {
        if (graded.SampleOnly && pending.About != "sample")
        {
            return [];
        }

        if (Thought.End(reply) is not { } start)
        {
            return []; // a thought that never ended answers nothing
        }

        if (pending.About == "sample" && graded.Chain)
        {
            var answers = string.Join('|', graded.Answers.Select(a => Regex.Escape(a.Text)));
            return Regex.Matches(reply, $@"(?:{answers})(?![\p{{L}}\p{{N}}])")
                .Select(m => new Place(pending, 0, reply[..m.Index]));
        }

        return pending.About == "regions" ? RegionPlaces(pending, reply, graded.After, start)
            : LastOf(reply, graded.After, start, reply.Length) is { } said ? [new Place(pending, 0, said)] : [];
    }

    private static IEnumerable<Place> RegionPlaces(PendingQuestion pending, string reply, string after, int start)
    {
        // In what follows the thought alone, so that a region may stand right behind its end mark.
        var anchors = Anchor().Matches(reply[start..]);
        for (var i = 0; i < anchors.Count; i++)
        {
            var end = i + 1 < anchors.Count ? start + anchors[i + 1].Index : reply.Length;
            if (int.TryParse(anchors[i].Groups[1].Value, CultureInfo.InvariantCulture, out var number)
                && number >= 1 && number <= pending.Regions.Count
                && LastOf(reply, after, start + anchors[i].Index, end) is { } said)
            {
                yield return new Place(pending, pending.Regions[number - 1], said);
            }
        }
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

    private readonly record struct Place(PendingQuestion Pending, int Region, string Said);

    [GeneratedRegex(
        @"(?<=^[^\p{L}\n]*)region\s*(?:id)?\s*[:：#]?\s*#?\s*([0-9]+)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Anchor();
}
