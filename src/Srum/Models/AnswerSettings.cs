
namespace Srum.Models;

/// <summary>How text is written.</summary>
public sealed record AnswerSettings
{
    /// <summary>
    /// Most tokens of an answer; what it is made to begin with (<see cref="Question.ReplyPrefix"/>) does not count.
    /// Default 512.
    /// </summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>0 (default) = greedy; else softmax temperature of the sampling.</summary>
    public double Temperature { get; init; }

    /// <summary>
    /// Most questions answered at once; has no influence on the answers beyond rounding. Default null: the model's own,
    /// <see cref="ModelSettings.AnswerBatchSize"/>.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>These settings, if they can be used.</summary>
    /// <param name="prefix">What a recipe calls them, <c>judge.answer.</c> say. Default: nothing.</param>
    /// <exception cref="SettingException">One is out of its range; the message names it.</exception>
    public AnswerSettings Checked(string prefix = "")
    {
        SettingException.Require(prefix + "maxTokens", MaxTokens, 1, 1 << 20);
        SettingException.Require(prefix + "temperature", Temperature, 0, 1e3);
        SettingException.Require(prefix + "batchSize", BatchSize ?? 1, 1, BatchSizes.Largest);
        return this;
    }
}
