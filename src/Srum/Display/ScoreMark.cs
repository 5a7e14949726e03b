using Srum.Evaluation;

namespace Srum.Display;

/// <summary>
/// An evaluator's score as a mark: right or wrong, how much of it is right, and what is wrong. Its class lets checks
/// of lessons know what may change where a processor rounds otherwise.
/// </summary>
internal static class ScoreMark
{
    /// <summary>The mark as an element.</summary>
    public static string Of(PictureScore score) =>
        "<div class=\"srum-verdict\"><span style=\"color:#fff;border-radius:3px;padding:0 5px;white-space:nowrap;"
        + $"background:{Heat.Css(score.Correct ? 1 : -1)}\">{(score.Correct ? "✓" : "✗")} "
        + $"{Html.Number(score.Partial, "0.00")}</span>"
        + (score.Reason is null
            ? "" : $" <span style=\"overflow-wrap:anywhere\">{Html.Escape(score.Reason)}</span>")
        + "</div>";
}
