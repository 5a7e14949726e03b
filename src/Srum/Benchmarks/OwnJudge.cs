using Srum.Models;

namespace Srum.Benchmarks;

/// <summary>
/// The model judges what it drew, greedily: a figure of its own opinion, not comparable to other judges'.
/// </summary>
/// <param name="model">The model; stays the caller's.</param>
/// <param name="settings">How it answers; null = greedy, 512 tokens, as T2I-CompBench's judge is asked.</param>
public sealed class OwnJudge(IUnifiedModel model, AnswerSettings? settings = null) : IPictureJudge
{
    /// <inheritdoc/>
    public string Name => $"own {ModelIdentity.Short(model.Identity, 16)}";

    /// <inheritdoc/>
    public IReadOnlyList<string?> Answer(IReadOnlyList<Question> questions, CancellationToken cancel = default) =>
        model.Answer(questions, settings ?? new AnswerSettings(), cancel);
}
