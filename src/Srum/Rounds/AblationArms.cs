using Srum.Rewards;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>The settings that an ablation compares, each called by its system's name (<see cref="TrainSettings.SystemName"/>).</summary>
public static class AblationArms
{
    /// <summary>The mean weight of the arms that end in <c>-matched</c>: that of SFT.</summary>
    public const double MeanWeight = 1;

    /// <summary>
    /// Global against local: SFT, the layout alone, the regions alone, both; the last three as released and at the mean weight of
    /// SFT, whose own weights have it as they are.
    /// </summary>
    public static IReadOnlyList<string> Usual { get; } =
        ["sft", "srum-global", "srum-local", "srum", "srum-global-matched", "srum-local-matched", "srum-matched"];

    /// <summary>The recipes of names.</summary>
    /// <param name="names">
    /// <c>sft</c>, <c>control</c>, or <c>srum</c> with a rule (<c>-signed</c>, <c>-dense</c>), what makes the reward (<c>-local</c>, <c>-global</c>,
    /// <c>-sparse</c>, <c>-sample</c>), what a picture shares (<c>-mean</c>, <c>-rank</c>, <c>-standard</c>), <c>-unconstrained</c> or
    /// <c>-reflected</c>, and <c>-matched</c>, in this order.
    /// </param>
    /// <param name="recipe">Everything else: steps, batch, learning rate, λ.</param>
    /// <exception cref="SrumException">A name is unknown or there twice, or there is none.</exception>
    public static IReadOnlyList<TrainSettings> Of(IReadOnlyList<string> names, TrainSettings recipe)
    {
        var known = All(recipe).DistinctBy(arm => arm.SystemName).ToDictionary(arm => arm.SystemName);
        if (names.Count == 0 || names.Distinct().Count() < names.Count || names.FirstOrDefault(name => !known.ContainsKey(name)) is not null)
        {
            var wrong = names.FirstOrDefault(name => !known.ContainsKey(name)) ?? names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1)?.Key;
            throw new SrumException(
                $"'{wrong}' is no setting of an ablation, or is named twice. Name each once, as in: {string.Join(",", Usual)}. "
                + "Others: control; srum-signed or srum-dense for another rule, then -local, -global, -sparse or -sample, -mean, -rank or -standard, -unconstrained, -matched, or -reflected; verdict for srum-dense-sample-reflected.");
        }

        return [.. names.Select(name => known[name])];
    }

    private static IEnumerable<TrainSettings> All(TrainSettings recipe) =>
    [
        recipe.AsSft(),
        recipe.AsControl(),
        .. from rule in MapRule.All
           from reward in Enum.GetValues<RewardKind>()
           from shared in Enum.GetValues<PictureReward>()
           let weighted = recipe with { Weighted = true, Rule = rule, Reward = reward, PictureReward = shared, Reflected = false }
           from arm in (TrainSettings[])
           [
               .. from lambda in (double[])[recipe.Reflected ? new TrainSettings().LambdaConstraint : recipe.LambdaConstraint, 0]
                  from mean in (double?[])[null, MeanWeight]
                  select weighted with { LambdaConstraint = lambda, MatchedMeanWeight = mean },
               weighted.AsReflected(),
           ]
           select arm,
    ];
}
