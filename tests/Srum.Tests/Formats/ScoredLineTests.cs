using Srum.Imaging;
using static Srum.Tests.Formats.ScoredLines;

namespace Srum.Tests.Formats;

/// <summary>What upstream wrote, read honestly: what was no judgement has no score.</summary>
public sealed class ScoredLineTests
{
    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData("0", 0.0)]
    [InlineData("-0.0", 0.0)]
    [InlineData("1.05", 1.0)]
    [InlineData("-1.1", -1.0)]
    [InlineData("95", null)]
    [InlineData("-3.0", null)]
    [InlineData("null", null)]
    [InlineData("\"0.5\"", null)]
    [InlineData("true", null)]
    public void A_score_is_a_number_that_a_judgement_can_be(string written, double? score)
    {
        var line = Read(Line("1.png", Region("cup", written), written));
        Assert.Equal(score, line.Regions[0].Score);
        Assert.Equal(score, line.Layout?.Score);
        Assert.True(line.LayoutAsked);
        Assert.Equal(score is null, line.LayoutFailed);
    }

    [Fact]
    public void Only_the_reason_tells_a_failure_from_a_neutral()
    {
        const string failed = """, "reason": "VLM failed after 3 attempts." """;
        Assert.Null(Read(Line("1.png", Region("cup", "0.0", more: failed), "0")).Regions[0].Score);
        const string neutral = """, "reason": "Neutral." """;
        Assert.Equal(0, Read(Line("1.png", Region("cup", "0.0", more: neutral), "0")).Regions[0].Score);
        Assert.Equal(0.1, Read(Line("1.png", Region("cup", "0.1", more: failed), "0")).Regions[0].Score);
    }

    [Fact]
    public void Boxes_are_read_as_the_trainer_reads_them()
    {
        Assert.Equal(new PixelBox(2, 3, 22, 18),
            Read(Line("1.png", Region("cup", "0", "[2.9, 3.2, \"22\", 18]"), "0")).Regions[0].Box);
        Assert.All((string[])["[5, 5, 5, 9]", "[1, 2, 3]", "null", "[9, 9, 1, 1]", "[\"x\", 0, 9, 9]", "{}"], box =>
            Assert.Null(Read(Line("1.png", Region("cup", "null", box), "0")).Regions[0].Box));
    }

    [Theory]
    [InlineData("""{"prompt": "p"}""", "image_file")]
    [InlineData("""{"image_file": "1.png"}""", "prompt")]
    [InlineData("""{"image_file": "../1.png", "prompt": "p"}""", "'../1.png'")]
    [InlineData("""{"image_file": "1.png", "prompt": "p", "vlm_rewards": {}}""", "vlm_rewards")]
    [InlineData("""{"image_file": "1.png", "prompt": "p", "vlm_rewards": [null]}""", "vlm_rewards")]
    [InlineData("""{"image_file": "1.png", "prompt": "p", "global_layout_reward": 0.5}""", "global_layout_reward")]
    public void A_line_of_another_form_says_what_is_wrong_and_where(string line, string word)
    {
        var failure = Assert.Throws<SrumException>(() => Read(line));
        Assert.Contains("scored.jsonl, line 1: this line", failure.Message);
        Assert.Contains(word, failure.Message);
    }

    [Fact]
    public void A_line_has_up_to_1024_regions()
    {
        Assert.Equal(1024, Read(Of(1024)).Regions.Count);
        var failure = Assert.Throws<SrumException>(() => Read(Of(1025)));
        Assert.Contains("line 1: this line has 1025 \"vlm_rewards\"", failure.Message);

        static string Of(int count) =>
            Line("1.png", string.Join(", ", Enumerable.Repeat(Region("cup", "0.5"), count)), "0");
    }

    [Fact]
    public void The_size_of_the_judged_picture_stands_in_its_layout()
    {
        Assert.Equal((48, 32), Read(Line("1.png", "", "0.5")).JudgedSize);
        Assert.Null(Read("""{"image_file": "1.png", "prompt": "p", "global_layout_reward": null}""").JudgedSize);
    }
}
