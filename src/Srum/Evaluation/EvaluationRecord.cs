using System.Text.Json.Serialization;

namespace Srum.Evaluation;

/// <summary>One evaluated picture: a line of an evaluation's log.</summary>
/// <param name="PromptId">Id of the prompt.</param>
/// <param name="Category">Category of the prompt.</param>
/// <param name="Seed">Seed of the picture.</param>
/// <param name="Score">Null = the evaluator gave none.</param>
/// <param name="Signals">Plain measures of the picture; null in logs that were written before there were any.</param>
public sealed record EvaluationRecord(
    string PromptId, string Category, long Seed, PictureScore? Score, PictureSignals? Signals = null)
{
    /// <summary>Pictures that a judge chose among; left out of the file where there was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Tries { get; init; }
}
