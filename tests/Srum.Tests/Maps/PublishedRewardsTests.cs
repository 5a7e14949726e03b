using System.Text.Json;
using Srum.Maps;

namespace Srum.Tests.Maps;

public sealed class PublishedRewardsTests
{
    private const string Layout = """{"object": "global_layout_reward", "bbox": [0, 0, 1, 1], "score": 0.5}""";

    // The trainer looks at the box first, and so survives what it would not survive elsewhere.
    [Theory]
    [InlineData("""{"object": "thing", "bbox": null, "score": null}""")]
    [InlineData("""{"object": "thing", "score": null}""")]
    [InlineData("""{"object": "thing", "bbox": [5, 5, 5, 9], "score": null}""")]
    [InlineData("""{"object": "thing", "bbox": [5, 5, 9], "score": "good"}""")]
    public void A_bad_score_without_a_usable_box_is_survived_and_stays_bad_input(string region)
    {
        var record = Record(Layout, region);
        Assert.Equal(0.5, PublishedRewards.Read(record)!.Layout);
        Assert.Empty(PublishedRewards.Read(record)!.Regions);
        Assert.False(ScoreCheck.HasValidScores(record));
    }

    [Theory]
    [InlineData("""{"object": "thing", "bbox": [0, 0, 9, 9], "score": null}""", false)]
    [InlineData("""{"object": "thing", "bbox": [0, 0, 9, 9], "score": 1.01}""", false)]
    [InlineData("""{"object": "thing", "bbox": [0, 0, 9, 9]}""", true)]
    [InlineData("""{"object": "thing", "bbox": null, "score": -1}""", true)]
    [InlineData("""{"object": "global_layout_reward", "score": null}""", true)]
    [InlineData("""{"object": "global_layout_reward", "score": -3}""", false)]
    [InlineData("5", false)]
    public void Scores_are_numbers_from_minus_one_to_one(string reward, bool valid) =>
        Assert.Equal(valid, ScoreCheck.HasValidScores(Record(Layout, reward)));

    [Fact]
    public void A_record_without_rewards_has_no_bad_one() =>
        Assert.True(ScoreCheck.HasValidScores(JsonElement.Parse("{}")));

    private static JsonElement Record(params string[] rewards) =>
        JsonElement.Parse($"{{\"vlm_rewards\": [{string.Join(", ", rewards)}]}}");
}
