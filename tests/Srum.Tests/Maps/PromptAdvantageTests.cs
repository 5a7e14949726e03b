using CsCheck;
using Srum.Maps;

namespace Srum.Tests.Maps;

public sealed class PromptAdvantageTests
{
    private static readonly Gen<(string Prompt, double Reward)[]> Pictures =
        Gen.Select(
            Gen.Int[0, 3].Select(i => $"prompt {i}"),
            Gen.OneOf(Gen.Int[0, 2].Select(i => i / 2.0), Gen.Double[0, 1])).Array[1, 24];

    [Fact]
    public void Each_prompt_has_a_mean_of_one_half_by_ranks() => Pictures.Sample(pictures =>
        Assert.All(
            ByPrompt(pictures, PromptAdvantage.Ranks(pictures)),
            prompt => Assert.Equal(0.5, prompt.Average(picture => picture.R), 1e-9)));

    [Fact]
    public void A_better_picture_of_a_prompt_never_has_less_and_an_equal_one_the_same() => Pictures.Sample(pictures =>
    {
        foreach (var rule in Rules)
        {
            foreach (var prompt in ByPrompt(pictures, rule(pictures)))
            {
                Assert.All(prompt.Zip(prompt.Skip(1)), pair => Assert.True(
                    pair.First.Reward == pair.Second.Reward
                        ? pair.First.R == pair.Second.R
                        : pair.First.R <= pair.Second.R));
                Assert.All(prompt, picture => Assert.InRange(picture.R, 0, 1));
            }
        }
    });

    [Fact]
    public void Other_prompts_and_a_prompts_level_change_nothing() =>
        Pictures.Select(Gen.Double[0, 5]).Sample((pictures, level) =>
        {
            foreach (var rule in ScaleFree)
            {
                var (all, own) = (rule(pictures),
                    pictures.Where(picture => picture.Prompt == pictures[0].Prompt).ToArray());
                var alone = rule([.. own
                    .Select(picture => (picture.Prompt, (Math.Round(picture.Reward, 3) + Math.Round(level, 1)) * 2))]);
                var rounded = rule([.. own.Select(picture => (picture.Prompt, Math.Round(picture.Reward, 3)))]);
                Assert.Equal(rule(own), all.Where((_, i) => pictures[i].Prompt == pictures[0].Prompt));
                Assert.All(alone.Zip(rounded), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
            }
        });

    [Fact]
    public void Pictures_all_alike_or_alone_teach_nothing()
    {
        foreach (var rule in Rules)
        {
            Assert.Equal([0.5, 0.5, 0.5, 0.5], rule([("a", 0.9), ("b", 0.2), ("a", 0.9), ("a", 0.9)]));
        }
    }

    [Fact]
    public void Ranks_and_deviations_are_those_by_hand()
    {
        (string, double)[] pictures = [("a", 0.1), ("a", 0.4), ("a", 0.4), ("a", 0.9)];
        Assert.Equal([0, 0.5, 0.5, 1], PromptAdvantage.Ranks(pictures));
        // Mean 0.45, deviation √0.0825.
        Assert.All(
            PromptAdvantage.Standardised(pictures)
                .Zip([0, 0.5 - (0.025 / Math.Sqrt(0.0825)), 0.5 - (0.025 / Math.Sqrt(0.0825)), 1]),
            pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void Deviations_have_a_mean_of_nothing_and_a_square_of_one() =>
        Gen.Double[-1, 1].Array[2, 12].Where(rewards => rewards.Max() - rewards.Min() > 0.01).Sample(rewards =>
        {
            var deviations = PromptAdvantage.Deviations(rewards);
            Assert.Equal(0, deviations.Average(), 1e-9);
            Assert.Equal(1, deviations.Average(value => value * value), 1e-9);
            Assert.Equal(0, PromptAdvantage.Deviations([.. rewards.Select(_ => 0.3)]).Sum(Math.Abs), 1e-12);
        });

    [Fact]
    public void Centred_rewards_keep_small_differences_small()
    {
        (string, double)[] pictures = [("a", 0.9), ("a", 0.7), ("b", 1), ("b", 0), ("b", 0), ("b", 0)];
        Assert.All(
            PromptAdvantage.Centred(pictures).Zip([0.55, 0.45, 0.875, 0.375, 0.375, 0.375]),
            pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void A_longer_reach_keeps_the_order_and_moves_less() => Pictures.Sample(pictures => Assert.All(
        PromptAdvantage.Standardised(pictures).Zip(PromptAdvantage.Standardised(pictures, reach: 5)),
        pair =>
        {
            Assert.Equal(Math.Sign(pair.First - 0.5), Math.Sign(pair.Second - 0.5));
            Assert.True(Math.Abs(pair.Second - 0.5) <= Math.Abs(pair.First - 0.5));
        }));

    private static Func<IReadOnlyList<(string Prompt, double Reward)>, double[]>[] Rules =>
        [.. ScaleFree, PromptAdvantage.Centred];

    private static Func<IReadOnlyList<(string Prompt, double Reward)>, double[]>[] ScaleFree =>
        [PromptAdvantage.Ranks, Standardised(1), Standardised(5)];

    private static Func<IReadOnlyList<(string Prompt, double Reward)>, double[]> Standardised(double reach) =>
        pictures => PromptAdvantage.Standardised(pictures, reach);

    private static IEnumerable<(double Reward, double R)[]> ByPrompt(
        (string Prompt, double Reward)[] pictures, double[] rewards) =>
        pictures.Zip(rewards).GroupBy(pair => pair.First.Prompt, pair => (pair.First.Reward, pair.Second))
            .Select(prompt => prompt.OrderBy(picture => picture.Reward).ToArray());
}
