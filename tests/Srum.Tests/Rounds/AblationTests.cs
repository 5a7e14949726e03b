using Srum.Evaluation;
using Srum.Models;
using Srum.Rewards;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Tests.Rounds;

/// <summary>The ablation of a toy: settings × seeds on the pictures of one run.</summary>
public sealed class AblationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_setting_is_trained_with_every_seed_and_compared_with_base_and_SFT()
    {
        var result = RoundChild.Ablation(folder, (_, _) => { });
        Assert.Equal(["sft", "srum", "srum-local-matched"], result.Arms.Select(arm => arm.System));
        Assert.Equal(["base", "sft", "srum", "srum-local-matched"], result.Result.Systems.Select(system => system.Name));
        Assert.All(result.Result.Systems.Skip(1), system => Assert.Equal([0, 1], system.TrainingSeeds));
        Assert.Equal(
            ["sft−base", "srum−base", "srum-local-matched−base", "srum−sft", "srum-local-matched−sft"],
            result.Result.Comparisons.Select(pair => $"{pair.A}−{pair.B}"));
        Assert.Equal(result.ToJson(), AblationResult.Read(Path.Combine(folder, "ablation.json")).ToJson());
        Assert.Contains("srum-local-matched", File.ReadAllText(Path.Combine(folder, "ablation.html")));
    }

    [Fact]
    public void A_matched_setting_has_the_mean_weight_of_SFT_and_the_published_rule_less()
    {
        var arms = RoundChild.Ablation(folder, (_, _) => { }).Arms;
        Assert.Equal((1, 1, 1), (arms[0].Weights.Mean, arms[0].Weights.Least, arms[0].Weights.Most));
        Assert.InRange(arms[1].Weights.Mean, 0.01, 0.99);
        Assert.InRange(arms[1].Weights.Most, arms[1].Weights.Mean, 1);
        Assert.Equal(1, arms[2].Weights.Mean, 9);
        Assert.True(arms[2].Weights.Least < 1 && arms[2].Weights.Most > 1);
    }

    [Fact]
    public void A_rule_of_ones_own_is_compared_like_the_others_and_needs_a_name_of_its_own()
    {
        var half = MapRule.Own("half", (_, width, height) => [.. Enumerable.Repeat(0.5f, width * height)]);
        var result = RoundChild.Ablation(folder, (_, _) => { }, arms: recipe => [recipe.AsSft(), recipe with { Rule = half }]);
        Assert.Equal(["base", "sft", "srum-own-half"], result.Result.Systems.Select(system => system.Name));
        Assert.Equal(0.5, result.Arms[1].Weights.Mean, 9);
        Assert.Equal("regions and layout (half)", result.Arms[1].Reward);
        Assert.Contains("'srum-own-half'", Assert.Throws<SrumException>(() => RoundChild.Ablation(folder, (_, _) => { }, arms: recipe => [recipe with { Rule = half }, recipe with { Rule = half, LambdaConstraint = 0.1 }])).Message);
    }

    [Fact]
    public void What_a_round_has_done_is_not_done_again()
    {
        var round = RoundChild.Round(folder, "toy", (_, _) => { });
        var (drawn, asked) = (0, 0);
        var result = RoundChild.Ablation(folder, (_, _) => { }, new Counting(new ToyModel(), pictures => drawn += pictures, () => asked++));
        Assert.Equal(0, asked);
        // Three prompts each: both seeds of the one new system, and the second seed of the two that the round trained.
        Assert.Equal(3 * 4, drawn);
        Assert.Equal(round.Systems[0].WholePrompt, result.Find("base")!.WholePrompt);
        Assert.Equal(round.Systems[2].PerSeed[0], result.Find("srum")!.PerSeed[0]);
    }

    [Fact]
    public void A_second_call_writes_no_record_again()
    {
        var first = RoundChild.Ablation(folder, (_, _) => { });
        var (before, writes) = (RoundChild.Content(folder), new HashSet<string>());
        var second = RoundChild.Ablation(folder, (kind, _) => writes.Add(kind));
        Assert.Equal(before, RoundChild.Content(folder));
        Assert.Equal(Found(first), Found(second));
        Assert.DoesNotContain(writes, kind => kind.StartsWith("write records", StringComparison.Ordinal) || kind is "write pictures" or "write checkpoints" or "write cache");
    }

    [Fact]
    public void Stopped_at_any_point_it_goes_on_to_the_same_bits()
    {
        var (whole, events) = (Path.Combine(folder, "whole"), new List<string>());
        var found = RoundChild.Ablation(whole, (kind, _) => events.Add(kind));
        foreach (var at in RoundPoints.Choose(events, 5, new SeededRandom(9)))
        {
            var (path, count) = (Path.Combine(folder, $"stopped-{at}"), 0);
            Assert.Throws<OperationCanceledException>(() => RoundChild.Ablation(path, (_, _) => _ = ++count == at ? throw new OperationCanceledException() : 0));
            Assert.Equal(Found(found), Found(RoundChild.Ablation(path, (_, _) => { })));
            Assert.Equal(RoundChild.Content(whole), RoundChild.Content(path));
        }
    }

    private static string Found(AblationResult result) => ContentKey.Of(new { result.Arms, result.Result.Systems, result.Result.Comparisons });

    private sealed class Counting(IUnifiedModel inner, Action<int> draws, Action answers) : DelegatingModel(inner)
    {
        public override IReadOnlyList<Drawing> Draw(IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default)
        {
            draws(requests.Count);
            return base.Draw(requests, settings, cancel);
        }

        public override IReadOnlyList<string> Answer(IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default)
        {
            answers();
            return base.Answer(questions, settings, cancel);
        }
    }
}
