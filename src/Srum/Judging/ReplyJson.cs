using System.Text.Json;
using System.Text.RegularExpressions;

namespace Srum.Judging;

/// <summary>
/// Finds JSON in a reply, wherever it stands: bare, in a fence, between prose, cut off. Keys ignore case, spaces and
/// underscores; of a list that was cut off every complete object counts.
/// </summary>
internal static partial class ReplyJson
{
    // Reading takes the square of the number of brackets, and no judgement is as long.
    private const int Longest = 64 << 10;

    private static readonly JsonDocumentOptions Lenient =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads every JSON object that answers, and returns the text that remains.</summary>
    /// <param name="text">
    /// The reply, of which the whole lines among the first 64 Ki characters are read; what follows is left out.
    /// </param>
    /// <param name="insideLines">
    /// False: only JSON at the start of a line, so that a quotation inside a reason stays text.
    /// </param>
    /// <param name="answers">Receives the answers.</param>
    public static string Read(string text, bool insideLines, List<ReplyAnswer> answers)
    {
        // Whole lines, since a number that is cut is another one.
        text = text.Length <= Longest ? text : text[..(text.LastIndexOf('\n', Longest) + 1)];
        var rest = text.ToCharArray();
        var from = 0;
        while (from < text.Length && text.IndexOfAny(['{', '['], from) is var open and >= 0)
        {
            from = open + 1;
            if (!insideLines && !StartsLine(rest, open))
            {
                continue;
            }

            var close = Close(text, open);
            if (close < 0 && Opening().IsMatch(text[open..]))
            {
                // Cut off: what is complete counts, and the torn end must not be read as lines of text.
                ReadTorn(text[open..], answers);
                return new string(rest, 0, open);
            }

            if (close >= 0 && Parse(text[open..(close + 1)]) is { } document)
            {
                using (document)
                {
                    var before = answers.Count;
                    Collect(document.RootElement, answers);
                    if (answers.Count > before)
                    {
                        Array.Fill(rest, ' ', open, close + 1 - open);
                        from = close + 1;
                    }
                }
            }
        }

        return new string(rest);
    }

    /// <summary>
    /// Reads the complete objects of a list that was cut off, and the complete fields of the torn object.
    /// </summary>
    private static void ReadTorn(string torn, List<ReplyAnswer> answers)
    {
        for (var from = 0; from < torn.Length && torn.IndexOf('{', from) is var open and >= 0;)
        {
            var close = Close(torn, open);
            var comma = close < 0 ? torn.LastIndexOf(',') : -1;
            from = close < 0 ? open + 1 : close + 1;
            var whole = close >= 0 ? torn[open..(close + 1)] : comma > open ? torn[open..comma] + "}" : "";
            if (Parse(whole) is { } document)
            {
                using (document)
                {
                    Collect(document.RootElement, answers);
                }
            }
        }
    }

    /// <summary>True where nothing but marks (and the word of a fence) stands before the place on its line.</summary>
    private static bool StartsLine(char[] text, int place)
    {
        var start = place;
        while (start > 0 && text[start - 1] != '\n')
        {
            start--;
        }

        return LineStart().IsMatch(new string(text, start, place - start));
    }

    /// <summary>The bracket that closes the one at <paramref name="open"/>; −1 where the text ends first.</summary>
    private static int Close(string text, int open)
    {
        var depth = 0;
        var inString = false;
        for (var i = open; i < text.Length; i++)
        {
            var c = text[i];
            if (inString)
            {
                i += c == '\\' ? 1 : 0;
                inString = c != '"';
            }
            else if (c == '"')
            {
                inString = true;
            }
            else if (c is '{' or '[')
            {
                depth++;
            }
            else if (c is '}' or ']' && --depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static JsonDocument? Parse(string json)
    {
        // JSON may hold half of a surrogate pair, and reading the text that it stands in then fails.
        json = Escape().Replace(json, escape => escape.Groups["half"].Success ? @"\ufffd" : escape.Value);
        foreach (var candidate in new[] { json, LooseNumber().Replace(json, "$1\"$2\"") })
        {
            try
            {
                return JsonDocument.Parse(candidate, Lenient);
            }
            catch (Exception broken) when (broken is JsonException or ArgumentException)
            {
                // Not JSON, or no text that UTF-8 can hold: the next form, or text.
            }
        }

        return null;
    }

    private static void Collect(JsonElement element, List<ReplyAnswer> answers)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object))
            {
                Collect(item, answers);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var lists = element.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array).ToList();
            if (Answer(element) is { } answer)
            {
                answers.Add(answer);
            }

            if (lists.Count == 1)
            {
                Collect(lists[0].Value, answers);
            }
        }
    }

    /// <summary>One object as an answer; null where none of its keys is known.</summary>
    private static ReplyAnswer? Answer(JsonElement element)
    {
        var fields = element.EnumerateObject()
            .Select(p => (Key: KeyNoise().Replace(p.Name.ToLowerInvariant(), ""), p.Value)).ToList();
        var regions = fields.Where(f => f.Key is "region" or "regionid" or "id" or "regionnumber").ToList();
        var scores = fields.Where(f => f.Key.EndsWith("score", StringComparison.Ordinal)).ToList();
        if (regions.Count == 0 && scores.Count == 0)
        {
            return null;
        }

        var answer = new ReplyAnswer(regions.Select(f => RegionNumber(f.Value)).FirstOrDefault(n => n is not null))
        {
            Object = Text(fields, "object"), Reason = Text(fields, "reason"), Impression = Text(fields, "impression"),
        };
        var plain = scores.Where(f => f.Key == "score").ToList();
        answer.Scores.AddRange((plain.Count > 0 ? plain : scores)
            .Select(f => f.Value.ValueKind is JsonValueKind.Number ? f.Value.GetRawText()
                : f.Value.ValueKind is JsonValueKind.String ? f.Value.GetString()! : "")
            .Select(t => ScoreNumber.Read(t, endsReply: true)).OfType<double>());
        return answer;
    }

    private static string? Text(List<(string Key, JsonElement Value)> fields, string name) => fields
        .Where(f => f.Key.EndsWith(name, StringComparison.Ordinal) && f.Value.ValueKind == JsonValueKind.String)
        .Select(f => f.Value.GetString()!.Trim()).FirstOrDefault(t => t.Length > 0);

    private static int? RegionNumber(JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? value.ToString() : "";
        return RegionText().Match(text) is { Success: true } match
            && int.TryParse(match.Groups[1].Value, out var number)
            ? number : null;
    }

    [GeneratedRegex(@"^(?:[^\p{L}\p{N}]|json)*$", RegexOptions.IgnoreCase)]
    private static partial Regex LineStart();

    [GeneratedRegex(@"^[\[{]\s*(?:[\[{]\s*)*(?:""|$)")]
    private static partial Regex Opening();

    // Numbers as people write them and JSON does not: +0.5, .5, a typographic minus.
    [GeneratedRegex(@"(:\s*)([+\u2212\u2013]\.?[0-9][0-9.]*|-?\.[0-9]+)(?=\s*[,}\]])")]
    private static partial Regex LooseNumber();

    // Escapes one after another, so that the second backslash of an escaped one begins none; of those of surrogates
    // whole pairs first.
    [GeneratedRegex(
        @"\\(?:[^u]|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2}))")]
    private static partial Regex Escape();

    [GeneratedRegex(@"[\s_-]")]
    private static partial Regex KeyNoise();

    [GeneratedRegex(@"^\s*(?:region)?\s*(?:id)?\s*[:#]?\s*([0-9]+)(?:\.0)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex RegionText();
}
