using System.Globalization;
using Srum.Models;

namespace Srum.Judging;

/// <summary>The model's own understanding half judges (the method).</summary>
public sealed record OwnJudgeSettings : JudgeSettings
{
    /// <summary>How often a question is asked before its scores count as unanswered. Default 3 (paper).</summary>
    public int Tries { get; init; } = 3;

    /// <summary>
    /// Temperature of the tries after the first, which is greedy: the same greedy reply again would never recover.
    /// Default 0.7 (ours: the released code tries again greedily).
    /// </summary>
    public double RetryTemperature { get; init; } = 0.7;

    /// <summary>
    /// Length of the replies, and how many are written at once. Default 1,024 tokens, because the judge thinks first
    /// (ours). Its temperature must stay 0: <see cref="RetryTemperature"/> is that of later tries.
    /// </summary>
    public AnswerSettings Answer { get; init; } = new() { MaxTokens = 1024 };

    /// <summary>
    /// Compare each named object with the prompt's keywords (paper, not in the released code). Default true.
    /// </summary>
    public bool CheckKeywords { get; init; } = true;

    /// <summary>
    /// Read graded scores from probabilities instead of written numbers. Default null: the written number (paper).
    /// </summary>
    public GradedScore? Graded { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        SettingException.Require(Tries >= 1, "judge.tries", Tries, "at least 1");
        SettingException.Require("judge.retryTemperature", RetryTemperature, 0, 1e3);
        Answer.Checked("judge.answer.");
        SettingException.Require(
            Answer.Temperature == 0, "judge.answer.temperature", Answer.Temperature,
            "0: the first try is greedy, and judge.retryTemperature is that of the others");
        if (Graded is { } graded)
        {
            SettingException.Require(
                graded.After is { Length: > 0 }, "judge.graded.after", "empty", "the label that the answers follow");
            SettingException.Require(
                graded.Answers is { Count: > 0 } answers
                    && answers.All(answer => answer is { Text.Length: > 0, Score: >= -1 and <= 1 }),
                "judge.graded.answers",
                $"[{string.Join(", ", (graded.Answers ?? []).Select(Shown))}]",
                "at least one, each with a text and a score between -1 and 1");
        }

        static string Shown(GradedAnswer? answer) => string.Create(
            CultureInfo.InvariantCulture, $"'{answer?.Text}' = {answer?.Score}");
    }
}
