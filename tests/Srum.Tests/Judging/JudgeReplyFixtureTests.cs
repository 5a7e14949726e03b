using System.Text.Json;
using System.Text.Json.Nodes;
using Srum.Judging;
using Srum.Tests.Fixtures;

namespace Srum.Tests.Judging;

[Trait("Category", "Fixtures")]
public sealed class JudgeReplyFixtureTests
{
    private static readonly FixtureTolerance Scores = new(1e-9);

    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases("judge-replies");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Reads_what_the_reply_says(string name) => FixtureCheck.Run("judge-replies", name, (it, check) =>
    {
        var reply = it["reply"].GetString()!;
        var expected = it["expected"];
        it.Read("also_accepted_scores");
        var asked = it["boxes"].GetInt32();
        JsonNode read = it["kind"].GetString() switch
        {
            "regional" => new JsonArray([.. JudgeReplyParser.Regions(reply, asked).Select((r, i) =>
                Present(
                    Entry(expected, i), ("region", r.Region), ("score", r.Score), ("object", r.Object),
                    ("reason", r.Reason)))]),
            "global" => JudgeReplyParser.Layout(reply) is var layout
                ? Present(expected, ("score", layout.Score), ("reason", layout.Reason)) : null!,
            "sample" => JudgeReplyParser.Sample(reply) is var sample
                ? Present(
                    expected, ("score", sample.Score), ("reason", sample.Reason), ("impression", sample.Impression))
                : null!,
            var kind => throw new InvalidOperationException($"Unknown kind of reply '{kind}'."),
        };
        check.Json("expected", read, Answer(it, read, expected), Scores);
    });

    private static JsonElement Entry(JsonElement list, int index) => index < list.GetArrayLength() ? list[index] : list;

    /// <summary>The fields that the case states; a score is always stated.</summary>
    private static JsonObject Present(JsonElement expected, params (string Name, object? Value)[] fields) =>
        new(fields.Where(f => f.Name is "region" or "score" || expected.TryGetProperty(f.Name, out _))
            .Select(f => KeyValuePair.Create(f.Name, JsonSerializer.SerializeToNode(f.Value))));

    /// <summary>What is expected, with the scores of another right answer where the reply was read that way.</summary>
    private static JsonElement Answer(FixtureCase it, JsonNode read, JsonElement expected)
    {
        var want = JsonNode.Parse(expected.GetRawText())!;
        foreach (var other in it.Has("also_accepted_scores")
            ? it["also_accepted_scores"].EnumerateArray().ToArray()
            : [])
        {
            var variant = want.DeepClone();
            foreach (var (entry, score) in variant is JsonArray list
                ? list.Zip(other.EnumerateArray())
                : [(variant, other.ValueKind == JsonValueKind.Array ? other[0] : other)])
            {
                entry!["score"] = JsonNode.Parse(score.GetRawText());
            }

            want = JsonNode.DeepEquals(variant, read) ? variant : want;
        }

        return JsonSerializer.SerializeToElement(want);
    }
}
