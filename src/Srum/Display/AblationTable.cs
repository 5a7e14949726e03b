using System.Globalization;
using System.Text;
using Srum.Evaluation;

namespace Srum.Display;

/// <summary>
/// An ablation as a table: each setting with its weights, its score (per cent, mean ± standard error) and its paired differences
/// from the base and from SFT (points ± standard error, two-sided p).
/// </summary>
/// <param name="ablation">What was found.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class AblationTable(AblationResult ablation) : IView
{
    private const string Cell = "padding:4px 10px;border-bottom:1px solid #8884;text-align:right;white-space:nowrap";
    private static readonly string[] Columns = ["system", "reward", "weight", "λ", "right, %", "each training", "− base", "− sft"];

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder("<div class=\"srum-ablation\" style=\"font-family:system-ui,sans-serif;font-size:13px;overflow-x:auto\">")
            .Append("<table style=\"border-collapse:collapse\"><thead><tr>");
        foreach (var (i, column) in Columns.Index())
        {
            html.Append($"<th scope=\"col\" style=\"{Cell}{Left(i)}\">{Html.Escape(column)}</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (var row in Rows())
        {
            html.Append("<tr>");
            foreach (var (i, cell) in row.Index())
            {
                html.Append(i == 0 ? $"<th scope=\"row\" style=\"{Cell}{Left(i)}\">" : $"<td style=\"{Cell}{Left(i)}\">")
                    .Append(Html.Escape(cell)).Append(i == 0 ? "</th>" : "</td>");
            }

            html.Append("</tr>");
        }

        return html.Append("</tbody></table><p style=\"margin:6px 0 0;opacity:.75\">").Append(Html.Escape(Note())).Append("</p></div>").ToString();

        static string Left(int column) => column < 2 ? ";text-align:left" : "";
    }

    /// <summary>The same as text: a line a system.</summary>
    public override string ToString()
    {
        string[][] lines = [Columns, .. Rows()];
        int[] widths = [.. Enumerable.Range(0, Columns.Length).Select(i => lines.Max(line => line[i].Length))];
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.AppendJoin("  ", line.Select((cell, i) => i < 2 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).Append('\n');
        }

        return text.Append(Note()).ToString();
    }

    private IEnumerable<string[]> Rows()
    {
        if (ablation.Find("base") is { } untrained)
        {
            yield return ["base", "untrained", "–", "–", Rate(untrained.WholePrompt), "–", "–", "–"];
        }

        foreach (var arm in ablation.Arms)
        {
            if (ablation.Find(arm.System) is { } system)
            {
                yield return
                [
                    arm.System, arm.Reward, Weight(arm), Number(arm.Lambda, "0.##"), Rate(system.WholePrompt),
                    system.WholePrompt is { HasInterval: true }
                        ? string.Join(' ', system.PerSeed.Select(mean => Number(100 * mean, "0.0"))) : Figures.None,
                    Difference(ablation.Compare(arm.System, "base")), Difference(ablation.Compare(arm.System, ablation.Sft)),
                ];
            }
        }
    }

    private string Note()
    {
        var prompts = ablation.Result.Systems.Select(system => system.WholePrompt?.Count ?? 0).DefaultIfEmpty().Max();
        var seeds = ablation.Result.Systems.Select(system => system.TrainingSeeds.Count).DefaultIfEmpty().Max();
        var comparisons = ablation.Result.Comparisons.Count;
        var spread = seeds > 1 ? "" : " With one training a setting, the errors leave out how trainings differ.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Whole prompts right: mean ± standard error over {prompts} prompts and {seeds} {(seeds == 1 ? "training" : "trainings")}; differences in points with p by {PairedBootstrap.Test}. "
            + $"Weight: mean (least to most) over the training pictures, before λ. Of {comparisons} comparisons one in twenty falls below p = 0.05 by chance.{spread}");
    }

    private static string Weight(AblationArm arm) => arm.Weights.Least == arm.Weights.Most
        ? Number(arm.Weights.Mean, "0.00")
        : $"{Number(arm.Weights.Mean, "0.00")} ({Number(arm.Weights.Least, "0.00;−0.00")} to {Number(arm.Weights.Most, "0.00;−0.00")})";

    private static string Rate(Estimate? rate) => rate is not { HasInterval: true } ? "–"
        : $"{Number(100 * rate.Mean, "0.0")} ± {Number(100 * rate.StandardError, "0.0")}";

    private static string Difference(Comparison? pair) => pair is null
        ? "–"
        : $"{Number(100 * pair.Difference, "+0.0;−0.0;0.0")} ± {Number(100 * pair.Stderr, "0.0")} (p "
            + $"{Figures.PValue(pair.P)})";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
