using Srum.Evaluation;
using Srum.Maps;

namespace Srum.Audits;

/// <summary>
/// How strongly a rule makes a model learn what is right and what is wrong: the mean weight of a token, mean over
/// pictures. A picture counts where it has such a part. Errors count prompts, since pictures of one share its luck.
/// </summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Lambda">λ_c, included in the weights.</param>
/// <param name="Right">On regions that are right.</param>
/// <param name="Wrong">On regions that are wrong.</param>
/// <param name="Elsewhere">Outside all regions.</param>
/// <param name="WrongShare">Share of all weight that lies on regions that are wrong.</param>
public sealed record RuleBalance(
    string Rule, double Lambda, Estimate Right, Estimate Wrong, Estimate Elsewhere, Estimate WrongShare)
{
    /// <summary>Measures rules on the same pictures.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="lambda">λ_c.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="regions">How many regions of a picture count for the map, in the judge's order; null = all.</param>
    public static IReadOnlyList<RuleBalance> Of(
        IReadOnlyList<CheckedPicture> pictures, double lambda, IReadOnlyList<MapRule> rules, int? regions = null) =>
    [
        .. rules.Select(rule =>
        {
            (string Prompt, WeightBalance Balance)[] balances =
                [.. pictures.Select(picture => (picture.Prompt, WeightBalance.Of(picture, rule, lambda, regions)))];
            return new RuleBalance(
                rule.Name,
                lambda, Mean(balance => balance.Right), Mean(balance => balance.Wrong),
                Mean(balance => balance.Elsewhere),
                Estimate.Ratio(
                [
                    .. balances.GroupBy(item => item.Prompt, item => item.Balance).Select(own => (
                        own.Sum(balance => balance.Wrong.Total),
                        own.Sum(balance => balance.Right.Total + balance.Wrong.Total + balance.Elsewhere.Total))),
                ]));

            Estimate Mean(Func<WeightBalance, PartWeight> part) => ClusteredMean.Of(
            [
                .. from item in balances
                    let mean = part(item.Balance).Mean
                    where mean is not null
                    select new ClusterValue(item.Prompt, mean!.Value),
            ]) ?? new Estimate(0, 0, 0);
        }),
    ];

    /// <summary>
    /// How many times as strongly as wrong regions right ones are learnt; null where that is no positive number.
    /// </summary>
    public double? Preference =>
        Wrong.HasInterval && Right.HasInterval && Wrong.Mean > 0 && Right.Mean > 0 ? Right.Mean / Wrong.Mean : null;

    /// <summary>The rule in a sentence, with 95 % intervals as <c>BalanceChart</c> shows them.</summary>
    public override string ToString() =>
        $"{Rule}: a token weighs {Words(Right)} where the picture is right and {Words(Wrong)} where it is wrong, "
        + FormattableString.Invariant($"λ = {Lambda:0.##} included, with 95 % intervals over prompts")
        + (Preference is { } times ? FormattableString.Invariant($": {times:0.00} times as much") : "")
        + (WrongShare.HasInterval
            ? FormattableString.Invariant($"; {100 * WrongShare.Mean:0.0} ± {100 * WrongShare.Margin:0.0} %")
                + " of all weight is on wrong regions."
            : ".");

    private static string Words(Estimate weight) => weight.HasInterval
        ? FormattableString.Invariant($"{weight.Mean:0.000} ± {weight.Margin:0.000} (n = {weight.Count})")
        : FormattableString.Invariant($"– (n = {weight.Count})");
}
