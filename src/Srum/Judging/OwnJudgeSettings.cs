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

    /// <summary>Length of the replies. Default 1,024 tokens, because the judge thinks first (ours).</summary>
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
        SettingException.Require(
            RetryTemperature is >= 0 and <= 1e3, "judge.retryTemperature", RetryTemperature, "between 0 and 1000");
    }
}
