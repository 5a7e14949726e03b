using Srum.Audits;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Tests.Audits;

public class WeightBalanceTests
{
    // Four tokens of four pixels: the first right, the second half wrong, the rest elsewhere.
    private static readonly CheckedPicture Strip = new(
        "a red circle", new Picture(8, 2, new byte[48]),
        new DualReward([new(new PixelBox(0, 0, 2, 2), 1), new(new PixelBox(2, 0, 3, 2), -1)], 1), [true, false],
        new TokenGrid(1, 4));

    [Fact]
    public void The_three_parts_make_up_the_picture()
    {
        var balance = WeightBalance.Of(Strip, MapRule.Dense, lambda: 0.5);

        Assert.Equal((1.0, 0.5, 2.5), (balance.Right.Tokens, balance.Wrong.Tokens, balance.Elsewhere.Tokens));
        Assert.Equal(
            Strip.Weights(MapRule.Dense).Sum(weight => weight + 0.5),
            balance.Right.Total + balance.Wrong.Total + balance.Elsewhere.Total, 1e-6);
    }

    [Fact]
    public void Weights_are_those_of_the_tokens_with_lambda()
    {
        var balance = WeightBalance.Of(Strip, MapRule.Dense, lambda: 0.5);

        Assert.Equal(1.5, balance.Right.Mean!.Value, 1e-6);
        Assert.Equal(0.75, balance.Wrong.Mean!.Value, 1e-6);
    }

    [Fact]
    public void A_region_that_is_not_judged_keeps_its_place_and_loses_its_weight() =>
        Assert.Equal(1.0, WeightBalance.Of(Strip, MapRule.Dense, lambda: 0.5, regions: 1).Wrong.Mean!.Value, 1e-6);

    [Fact]
    public void A_judge_that_knows_the_truth_scores_right_regions_1_and_wrong_ones_minus_1() =>
        Assert.Equal([1.0, -1.0], (Strip with { Reward = new DualReward(
            [.. Strip.Reward.Regions.Select(region => region with { Score = 0 })],
            0) }).JudgedByTruth.Reward.Regions.Select(region => region.Score));

    [Fact]
    public void Where_right_and_wrong_meet_the_pixels_are_wrong()
    {
        var both = Strip with { Reward = new DualReward(
            [new(new PixelBox(0, 0, 4, 2), 1), new(new PixelBox(2, 0, 4, 2), 1)], 1) };
        var balance = WeightBalance.Of(both, MapRule.Published);

        Assert.Equal((1.0, 1.0), (balance.Right.Tokens, balance.Wrong.Tokens));
    }

    [Fact]
    public void Under_the_published_rule_a_wrong_region_weighs_as_much_as_the_background()
    {
        var balances = RuleBalance.Of(
            [Strip, Strip with { Prompt = "a red square" }], 0.5, [MapRule.Published, MapRule.Dense]);

        Assert.Equal(balances[0].Elsewhere.Mean, balances[0].Wrong.Mean, 1e-6);
        Assert.True(balances[1].Preference > balances[0].Preference);
        Assert.Equal(0.375 / 4.25, balances[1].WrongShare.Mean, 1e-6);
        Assert.Contains("dense: a token weighs 1.500 ± 0.000 (n = 2) where the picture is right",
            balances[1].ToString());
        Assert.Contains("with 95 % intervals over prompts", balances[1].ToString());
    }

    /// <summary>Pictures of one prompt share its luck: more of them make no surer.</summary>
    [Fact]
    public void The_errors_of_a_rule_count_prompts()
    {
        var other = Strip with { Prompt = "a red square", Reward = Strip.Reward with { Layout = 0 } };
        var (one, copied) = (Balance([Strip, other]), Balance([Strip, Strip, other, other]));

        Assert.Equal((2, 2), (one.Right.Count, copied.Right.Count));
        Assert.Equal(Estimate.Of([1.5, 1]).StandardError, one.Right.StandardError, 1e-6);
        Assert.Equal(one.Right.StandardError, copied.Right.StandardError, 1e-9);
        Assert.Equal(
            (one.WrongShare.Mean, one.WrongShare.Count), (copied.WrongShare.Mean, copied.WrongShare.Count));
        Assert.Equal(one.WrongShare.StandardError, copied.WrongShare.StandardError, 1e-9);
        Assert.Contains(
            FormattableString.Invariant($"± {one.Right.Margin:0.000} (n = 2)"), one.ToString());
        Assert.False(Balance([Strip, Strip]).Right.HasInterval);

        static RuleBalance Balance(CheckedPicture[] pictures) => RuleBalance.Of(pictures, 0.5, [MapRule.Dense])[0];
    }

    [Fact]
    public void A_runs_pictures_are_checked_by_what_they_show_and_those_of_other_worlds_left_out()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.Open(folder.File("run"));
        var scene = new Scene(
            Background.White,
            [new(ObjectShape.Circle, ObjectColour.Red, ObjectFill.Solid, 6.5, 8, 8), new(
                ObjectShape.Square, ObjectColour.Green, ObjectFill.Solid, 6.5, 24, 8)]);
        Directory.CreateDirectory(run.File("pictures"));
        File.WriteAllBytes(run.File("pictures", "1.png"), PictureFile.EncodePng(SceneRenderer.Render(scene)));
        JudgedRegion[] regions =
        [
            .. scene.Objects.Select(SceneOracle.BoxOf)
                .Select((box, i) => new JudgedRegion(box, "red circle", i - 0.5, null, true)),
            new(new Box(0, 0.5, 1, 1), null, null, null, true),
        ];
        JudgeRecord Record(string prompt, double? layout) => new(
            "1", prompt, "pictures/1.png", regions, new(layout, null), null, 0, []);
        using var model = new ToyModel();

        var found = CheckedPicture.Of(run, [Record("a red circle left of a blue "
            + "square", 0.5), Record("a red circle", null), Record("a cat on a sofa", 1)], model).Single();

        Assert.Equal([true, false], found.Right);
        Assert.Equal(2, found.Reward.Regions.Count);
    }
}
