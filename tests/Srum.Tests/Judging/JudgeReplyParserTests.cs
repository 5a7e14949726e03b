using System.Globalization;
using System.Text.Json;
using CsCheck;
using Srum.Judging;

namespace Srum.Tests.Judging;

public sealed class JudgeReplyParserTests
{
    private static readonly string[] Objects =
        ["a red circle", "une tasse rouge", "木勺在左边", "a sign that says Score: "
            + "0.99", "a jar, 2 handles", "<b>x</b>", "part (upper half)"];

    private static readonly Gen<double> Score = Gen.Int[-100, 100].Select(n => n / 100.0);

    private static readonly Gen<Region[]> Regions =
        Gen.Select(Gen.Int[1, 7], Gen.Int[0, 1 << 16]).SelectMany((count, order) =>
            Gen.Select(Score, Any(Objects), Gen.Bool).Array[count].Select(rows =>
            {
                var regions = rows.Select(
                    (r, i) => new Region(i + 1, r.Item1, r.Item2, r.Item3 ? "It is as asked; region 2 is not." : null));
                return regions.OrderBy(r => (r.Number * 7919) ^ order).ToArray();
            }));

    /// <summary>How a model may set a reply: label and number marks, line starts, gaps, line ends, a thought.</summary>
    private static readonly Gen<Form> Forms = Gen.Select(
        Any("{0}: ", "**{0}:** ", "**{0}**: ", "{0} : ", "{0}：", "__{0}:__ ", "*{0}*: ", "\"{0}\": ", "`{0}`: "),
        Any("", "- ", "* ", "• ", "> ", "  ", "\t", "1. ", "### ", "> - "),
        Any("\n", "\n\n", "\n---\n", "\n\n***\n\n", "\n  \n", "\n\u200B\n"),
        Any("\n", "\r\n", "\r"),
        Any("", "<think>Region ID: 1\nScore: "
            + "0.01</think>", "Let me see: a range of -1.0 to 1.0.\n\n", "\uFEFF", "Sure!\n")).Select(
                (label, start, gap, end, before) => new Form(label, start, gap, end, before));

    private static readonly Gen<Func<double, string>> Numbers = Any<Func<double, string>>(
        Plain, s => Plain(s) + (s == Math.Round(s) ? ".0." : "."), s => Plain(s) + "/1.0", s => Plain(s) + " / 1",
        s => $"**{Plain(s)}**", s => $"`{Plain(s)}`", s => $"\"{Plain(s)}\"", s => $"[{Plain(s)}]",
        s => Plain(s).Replace('-', '\u2212'), s => Plain(s).Replace('-', '\u2013'),
        s => s >= 0 ? "+" + Plain(s) : Plain(s), s => s.ToString("0.00", CultureInfo.InvariantCulture),
        s => Plain(s).Replace("0.", "."), s => Plain(s) + " (my strict view)", s => "\u00A0" + Plain(s),
        s => Plain(s) + ", a little off", s => Plain(s) + " - as asked", s => "(from -1.0 to 1.0) " + Plain(s),
        s => $"_{Plain(s)}_", s => Plain(s) + " on a scale from -1 to 1");

    [Fact]
    public void Any_form_of_lines_gives_back_its_scores_and_objects() =>
        Gen.Select(Regions, Forms, Numbers).Sample((regions, form, number) =>
        {
            var blocks = regions.Select(r => string.Join('\n',
                new[] { Line("Region ID", r.Number.ToString()), Line("Identified Object", r.Object), Line(
                    "Score", number(r.Score)) }
                    .Concat(r.Reason is null ? [] : [Line("Reason", r.Reason)])));
            var reply = (form.Before + string.Join(form.Gap, blocks)).Replace("\n", form.LineEnd);
            var read = JudgeReplyParser.Regions(reply, regions.Length);
            return regions.All(
                r => read[r.Number - 1] is var got
                    && got.Score == r.Score
                    && got.Object == r.Object
                    && got.Reason == r.Reason);

            string Line(string label, string value) =>
                form.Start + string.Format(CultureInfo.InvariantCulture, form.Label, label) + value;
        });

    [Fact]
    public void Any_form_of_JSON_gives_back_its_scores_and_objects() =>
        Gen.Select(Regions, Gen.Bool, Any("{0}", "```json\n{0}\n```", "Here it is:\n{0}\nThat is "
            + "all.", "My answer: {0}", "<think>Score: 0</think>{0}", "> {0}"),
            Any("region_id", "Region ID", "regionId", "region", "id"), Gen.Bool)
                .Sample((regions, indented, around, key, wrapped) =>
            {
                object list = regions.Select(r => new Dictionary<string, object?>
                {
                    [key] = r.Number,
                        ["Identified Object"] = r.Object,
                        ["score"] = r.Number % 2 == 0 ? r.Score : Plain(r.Score),
                        ["reason"] = r.Reason,
                }).ToArray();
                var json = JsonSerializer.Serialize(
                    wrapped ? new { regions = list } : list, new JsonSerializerOptions { WriteIndented = indented });
                var read = JudgeReplyParser.Regions(
                    around.Replace("{0}", around[0] == '>' ? json.Replace("\n", "\n> ") : json), regions.Length);
                return regions.All(
                    r => read[r.Number - 1] is var got
                        && got.Score == r.Score
                        && got.Object == r.Object
                        && got.Reason == r.Reason);
            });

    [Fact]
    public void Never_fails_and_never_leaves_the_range() =>
        Gen.OneOf(
            Gen.String,
            Any(
                "Score:", "Region ID: 1", "{", "}", "[", "\"score\"", "<think>", "</think>", "\n", "-", "0.5", "1e9",
                "**", "```", ",", ":", " ")
                .Array[0, 40].Select(string.Concat))
        .Sample(reply => JudgeReplyParser.Regions(reply, 3).Select(r => r.Score)
            .Append(JudgeReplyParser.Layout(reply).Score).Append(JudgeReplyParser.Sample(reply).Score)
            .All(s => s is null or (>= -1 and <= 1)), iter: 2_000);

    [Fact]
    public void Cutting_a_reply_never_changes_a_score_that_is_read_but_for_the_last_number() =>
        Gen.Select(Regions, Gen.Double[0, 1]).Sample((regions, share) =>
        {
            var reply = string.Join('\n', regions.Select(r => $"Region ID: {r.Number}\nObject: {r.Object}\nReason: "
                + $"seen\nScore: {r.Score:0.00}\n"));
            var cut = reply[..(int)(share * reply.Length)];
            var complete = regions
                .TakeWhile((_, i) => i + 1 < regions.Length && cut.Contains($"Region ID: {regions[i + 1].Number}\n"));
            var read = JudgeReplyParser.Regions(cut, regions.Length);
            return complete.All(r => read[r.Number - 1].Score == r.Score);
        });

    [Theory]
    [InlineData("Score: 0.9 of 1.0", 0.9)]
    [InlineData("Score: (-1 to 1): 0.9", 0.9)]
    [InlineData("Score:\n0.9", 0.9)]
    [InlineData("**Score:**\n\n-0.7", -0.7)]
    [InlineData("Score: 1.", 1.0, "\nReason: x")]
    [InlineData("I would give it a score: 0.25, all in all.", 0.25)]
    [InlineData("Score: 1.2", 1.0)]
    [InlineData("Score: -1.2", -1.0)]
    [InlineData("Score (between -1.0 and 1.0): 0.4", 0.4)]
    [InlineData("My verdict is {\"score\": 0.5}, as said.", 0.5)]
    [InlineData("{\"score\": -.5}", -0.5)]
    [InlineData("{\"score\": 0.5, \"reason\": \"it is cut o", 0.5)]
    public void Is_tolerant_of(string reply, double score, string after = "") =>
        Assert.Equal(score, JudgeReplyParser.Layout(reply + after).Score);

    [Theory]
    [InlineData("Score: 1.")]
    [InlineData("Score: 1.21")]
    [InlineData("Score: -1.0 – 1.0")]
    [InlineData("Score: -1.0...1.0")]
    [InlineData("Score: -1.0, 1.0")]
    [InlineData("Score: 0.9 or 0.8")]
    [InlineData("Score: 8 out of 10")]
    [InlineData("Score: 1 out of 10")]
    [InlineData("Score: 8 / 10")]
    [InlineData("Score: 50 percent")]
    [InlineData("Score: 0.9e0")]
    [InlineData("Score: --0.9")]
    [InlineData("Score: \u20140.9")]
    [InlineData("Score: - 0.9")]
    [InlineData("Score:\n- 0.9")]
    [InlineData("Score: high (0.9)")]
    [InlineData("Score: ٠٫٥")]
    [InlineData("Score: 0.5²")]
    [InlineData("Score: ½")]
    [InlineData("Score: 1,000")]
    [InlineData("{\"score\": true}")]
    [InlineData("{\"score\": 5e-1}")]
    [InlineData("{\"score\": 0.")]
    [InlineData("{\"score\": 0.5, \"score\": 0.6}")]
    [InlineData("<think>Score: 0.5")]
    [InlineData("Score: 0.5\n<think>or rather")]
    [InlineData("Scores: 0.5\nUnderscore: 0.5")]
    public void Leaves_unanswered(string reply) => Assert.Null(JudgeReplyParser.Layout(reply).Score);

    [Theory]
    [InlineData(@"a \ud83d hand", "a \uFFFD hand")]
    [InlineData(@"a \uDE00 hand", "a \uFFFD hand")]
    [InlineData(@"a \ud83d\ude00 hand", "a \U0001F600 hand")]
    [InlineData(@"a \\ud83d hand", @"a \ud83d hand")]
    [InlineData(@"a \\ud83d\ude00 hand", "a \\ud83d\uFFFD hand")]
    public void Half_a_surrogate_pair_costs_no_more_than_its_character(string written, string reason)
    {
        var read = JudgeReplyParser.Layout($"{{\"score\": 0.5, \"reason\": \"{written}\", \"{written}\": 1}}");
        Assert.Equal((0.5, reason), (read.Score, read.Reason));
    }

    /// <summary>A reply may be millions of brackets, each of which is looked at.</summary>
    [Fact]
    public void The_whole_lines_among_the_first_64_Ki_characters_behind_the_thought_are_read()
    {
        var filler = string.Concat(Enumerable.Repeat("no judgement in this line\n", 3000));
        Assert.Equal(0.5, JudgeReplyParser.Layout("Score: 0.5\n" + filler).Score);
        Assert.Equal(0.5, JudgeReplyParser.Layout($"<think>{filler}</think>Score: 0.5").Score);
        Assert.Null(JudgeReplyParser.Layout(filler + "Score: 0.5").Score);
        Assert.Null(JudgeReplyParser.Layout(new string('{', 1 << 20) + "\nScore: 0.5").Score);
    }

    [Fact]
    public void A_number_of_400_digits_is_out_of_range() =>
        Assert.Null(JudgeReplyParser.Layout("Score: " + new string('9', 400)).Score);

    [Fact]
    public void Minus_zero_is_zero() =>
        Assert.False(double.IsNegative(JudgeReplyParser.Layout("Score: -0.0\nReason: x").Score!.Value));

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Plain(double score) => score.ToString(CultureInfo.InvariantCulture);

    private sealed record Region(int Number, double Score, string Object, string? Reason);

    private sealed record Form(string Label, string Start, string Gap, string LineEnd, string Before);
}
