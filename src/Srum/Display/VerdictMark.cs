using Srum.Evaluation;

namespace Srum.Display;

/// <summary>
/// An evaluator's verdict as a mark: right or wrong, how much of it is right, and what is wrong. Its class lets checks
/// of lessons know what may change where a processor rounds otherwise.
/// </summary>
internal static class VerdictMark
{
    /// <summary>The mark as an element.</summary>
    public static string Of(PictureScore verdict) =>
        "<div class=\"srum-verdict\"><span style=\"color:#fff;border-radius:3px;padding:0 5px;white-space:nowrap;"
        + $"background:{Heat.Css(verdict.Correct ? 1 : -1)}\">{(verdict.Correct ? "✓" : "✗")} "
        + $"{Html.Number(verdict.Partial, "0.00")}</span>"
        + (verdict.Reason is null
            ? "" : $" <span style=\"overflow-wrap:anywhere\">{Html.Escape(verdict.Reason)}</span>")
        + "</div>";
}
