using System.Text.Json.Serialization;
using Srum.Models;

namespace Srum.Rewards;

/// <summary>How pictures are judged. Everything here changes what is said, so it is part of a judgement's key.</summary>
public sealed record JudgeSettings
{
    /// <summary>Most regions a picture, largest first. Default 5 (the released single-process default; its launcher uses 10).</summary>
    public int MaxRegions { get; init; } = 5;

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
    /// What is asked. Default regions and layout (paper). The whole picture alone halves the time of judging, where nothing else is trained on.
    /// </summary>
    public JudgeQuestions Questions { get; init; } = JudgeQuestions.Dual;

    /// <summary>Compare each named object with the prompt's keywords (paper, not in the released code). Default true.</summary>
    public bool CheckKeywords { get; init; } = true;

    /// <summary>
    /// The truth stands in for the model's judgement, each score turned around with this chance: 0 is a perfect judge, 0.5 a coin flip. It
    /// measures what a judge is worth (<see cref="StandInJudge"/>) and is no self-rewarding. Default null: the model judges.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? StandIn { get; init; }

    /// <summary>Read graded scores from probabilities instead of written numbers. Default null: the written number (paper).</summary>
    public GradedScore? Graded { get; init; }
}
