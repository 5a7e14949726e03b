using System.Text.Json.Serialization;

namespace Srum.Judging;

/// <summary>Everything that the judge said about one picture: one line of the judge's log.</summary>
/// <param name="PromptId">Id of the prompt.</param>
/// <param name="Prompt">The original prompt, which was judged (not one rewritten by a thought).</param>
/// <param name="PictureFile">The picture's file, relative to the run's folder.</param>
/// <param name="Regions">The judged regions, largest first.</param>
/// <param name="Layout">
/// The layout judgement, whose score is null where it stayed unanswered; null where it was not asked for.
/// </param>
/// <param name="Sample">The whole-picture judgement; null where it was not asked for.</param>
/// <param name="Unanswered">
/// How many asked judgements (regions, layout, whole picture) have no score after all tries.
/// </param>
/// <param name="Replies">Every reply as it was written, in the order of the questions.</param>
public sealed record JudgeRecord(
    string PromptId,
    string Prompt,
    string PictureFile,
    IReadOnlyList<JudgedRegion> Regions,
    LayoutJudgement? Layout,
    SampleJudgement? Sample,
    int Unanswered,
    IReadOnlyList<JudgeReply> Replies)
{
    /// <summary>
    /// The score without which nothing trains on the picture: of the layout or, where that is no part of the reward, of
    /// the whole picture.
    /// </summary>
    /// <param name="asked">
    /// What the judge is asked for the reward, whatever else it was asked for others; 0 (default) = all that it was.
    /// </param>
    public double? Needed(JudgeQuestions asked = 0) =>
        asked.HasFlag(JudgeQuestions.Layout) || (asked == 0 && Layout is not null) ? Layout?.Score : Sample?.Score;

    /// <summary>Questions that got no reply, so that the judgement is to be asked for again; null = none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenQuestions? Open { get; init; }

    /// <summary>What the judgement took, where that is counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JudgeCost? Cost { get; init; }
}
