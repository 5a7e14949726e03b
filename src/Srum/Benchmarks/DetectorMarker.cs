using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Srum.Formats;

namespace Srum.Benchmarks;

/// <summary>
/// Marks of GenEval from a file of one JSON object a picture: what its script wrote (<c>filename</c>, <c>correct</c>),
/// or what a detector of one's own found, to which its rules are then applied (<c>filename</c>, <c>detected</c>: class
/// → list of <c>[[left, top, right, bottom], colour]</c>, the surest first). Files are named as the benchmark lays them
/// out: <c>00012/samples/0003.png</c> is the fourth picture of the thirteenth prompt.
/// </summary>
public sealed partial class DetectorMarker : IPictureMarker
{
    private readonly Dictionary<(long Prompt, int Picture), JsonLine> results = [];

    /// <summary>Reads the file.</summary>
    /// <exception cref="SrumException">
    /// It cannot be read, or a line is no result; the message names file and line.
    /// </exception>
    public DetectorMarker(string path)
    {
        foreach (var line in JsonLines.Read(path))
        {
            var name = line.Sound().Text("filename") ?? throw line.Wrong("has no \"filename\"");
            var place = Place().Match(name.Replace('\\', '/')) is { Success: true } match
                ? (Number(match.Groups[1]), (int)Number(match.Groups[2]))
                : throw line.Wrong("names no file like 00012/samples/0003.png");
            if (line.Value.Field("correct").ValueKind is not (JsonValueKind.True or JsonValueKind.False)
                && line.Value.Field("detected").ValueKind != JsonValueKind.Object)
            {
                throw line.Wrong("has neither \"correct\" nor \"detected\"");
            }

            if (!results.TryAdd(place, line))
            {
                throw line.Wrong($"is a second result for the file of line {results[place].Number}");
            }
        }

        Name = $"detector {Runs.ContentKey.Of(File.ReadAllText(path))[..16]}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<PictureMarks?> Mark(
        IReadOnlyList<PictureToMark> pictures, CancellationToken cancel = default) =>
        [.. pictures.Select(picture => results.TryGetValue((picture.Prompt.Id, picture.Number), out var line)
            ? new PictureMarks(
                new Dictionary<string, double?> { [GenEval.Correct] = IsRight(picture.Prompt, line) ? 1 : 0 }, [])
            : null)];

    private static bool IsRight(BenchmarkPrompt prompt, JsonLine line)
    {
        // A result of another prompt file would be taken for this one's otherwise.
        if (line.Value.Text("prompt") is { } told && told != prompt.Text)
        {
            throw line.Wrong($"is a result for the prompt '{told}', where the prompt file has '{prompt.Text}'");
        }

        return line.Value.Field("correct") is { ValueKind: JsonValueKind.True or JsonValueKind.False } correct
            ? correct.GetBoolean()
            : GenEvalRules.IsRight(
                Requirements(prompt.Json.Field("include")), Requirements(prompt.Json.Field("exclude")), Detected(line));
    }

    /// <summary>What a prompt's entry asks for.</summary>
    /// <param name="list">Its <c>include</c> or <c>exclude</c>.</param>
    /// <exception cref="InvalidOperationException">What a position refers to is no number.</exception>
    /// <exception cref="FormatException">It is no whole number.</exception>
    internal static IReadOnlyList<GenEvalRequirement> Requirements(JsonElement list) =>
        list.ValueKind != JsonValueKind.Array ? [] :
    [
        .. list.EnumerateArray().Select(item => new GenEvalRequirement(
            item.Text("class") ?? "",
            (int)(item.Number("count") ?? 1),
            item.Text("color"),
            item.Field("position") is { ValueKind: JsonValueKind.Array } place && place.GetArrayLength() == 2
                ? ($"{place[0]}", place[1].GetInt32()) : null)),
    ];

    private static Dictionary<string, IReadOnlyList<DetectedObject>> Detected(JsonLine line)
    {
        try
        {
            return Detected(line.Value.Field("detected"));
        }
        catch (Exception failure) when (
            failure is InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw line.Wrong("has \"detected\" that is no object of lists of [[left, top, right, bottom], colour]");
        }
    }

    /// <summary>Objects by class.</summary>
    internal static Dictionary<string, IReadOnlyList<DetectedObject>> Detected(JsonElement detected) =>
        detected.EnumerateObject().ToDictionary(
        kind => kind.Name,
        kind => (IReadOnlyList<DetectedObject>)[.. kind.Value.EnumerateArray().Select(item => new DetectedObject(
            item[0][0].GetDouble(), item[0][1].GetDouble(), item[0][2].GetDouble(), item[0][3].GetDouble(),
            item.GetArrayLength() > 1 ? item[1].GetString() : null))]);

    private static long Number(Group group) => long.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?:^|/)([0-9]{1,9})/samples/([0-9]{1,6})\.[A-Za-z]+$")]
    private static partial Regex Place();
}
