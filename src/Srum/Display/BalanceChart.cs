using Srum.Audits;

namespace Srum.Display;

/// <summary>Rules by the weight of a token on right regions, wrong regions and elsewhere.</summary>
public static class BalanceChart
{
    /// <summary>The chart; error bars are 95 % intervals over prompts.</summary>
    /// <param name="balances">One rule each.</param>
    public static Chart Of(IReadOnlyList<RuleBalance> balances) => new()
    {
        Title = "Where the weight goes",
        Kind = ChartKind.Bar,
        YLabel = "weight of a token, λ included",
        Categories = ["right regions", "wrong regions", "elsewhere"],
        Series =
        [
            .. balances.Select(balance => new ChartSeries(
                balance.Rule,
                [],
                [balance.Right.Mean, balance.Wrong.Mean, balance.Elsewhere.Mean],
                [balance.Right.Margin, balance.Wrong.Margin, balance.Elsewhere.Margin])),
        ],
    };
}
