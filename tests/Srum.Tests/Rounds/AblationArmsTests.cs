using Srum.Rewards;
using Srum.Rounds;
using Srum.Training;

namespace Srum.Tests.Rounds;

public sealed class AblationArmsTests
{
    private static readonly TrainSettings Recipe = new() { Steps = 7, LambdaConstraint = 0.3 };

    [Fact]
    public void A_name_gives_the_recipe_of_that_name()
    {
        string[] names = [.. AblationArms.Usual, "srum-dense", "srum-signed-sparse-unconstrained-matched", "srum-sample", "srum-dense-rank-reflected", "srum-sample-standard", "control", "srum-mean-matched"];
        Assert.Equal(names, AblationArms.Of(names, Recipe).Select(arm => arm.SystemName));
    }

    [Fact]
    public void Arms_differ_from_the_recipe_in_what_their_name_says_alone()
    {
        var arms = AblationArms.Of(["sft", "srum", "srum-local-matched"], Recipe with { Rule = MapRule.Dense, Reward = RewardKind.Sparse });
        Assert.Equal(Recipe.AsSft() with { Rule = MapRule.Dense, Reward = RewardKind.Sparse }, arms[0]);
        Assert.Equal(Recipe, arms[1]);
        Assert.Equal(Recipe with { Reward = RewardKind.LocalOnly, MatchedMeanWeight = 1 }, arms[2]);
        Assert.Equal(Recipe.AsReflected(), AblationArms.Of(["srum-reflected"], Recipe.AsReflected() with { PictureReward = PictureReward.Rank })[0]);
    }

    [Theory]
    [InlineData("srum-best", "'srum-best'")]
    [InlineData("srum,srum", "'srum'")]
    [InlineData("", "no setting")]
    public void A_wrong_list_is_refused(string names, string message) => Assert.Contains(
        message,
        Assert.Throws<SrumException>(() => AblationArms.Of(names.Split(',', StringSplitOptions.RemoveEmptyEntries), Recipe)).Message);
}
