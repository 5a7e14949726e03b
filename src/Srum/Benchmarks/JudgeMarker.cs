namespace Srum.Benchmarks;

/// <summary>Marks the pictures of a judged benchmark by asking a judge.</summary>
/// <param name="benchmark">Says what is asked and what a reply means.</param>
/// <param name="judge">Answers.</param>
public sealed class JudgeMarker(IJudgedBenchmark benchmark, IPictureJudge judge) : IPictureMarker
{
    /// <inheritdoc/>
    public string Name => judge.Name;

    /// <inheritdoc/>
    public IReadOnlyList<PictureMarks?> Mark(IReadOnlyList<PictureToMark> pictures, CancellationToken cancel = default)
    {
        var asked = pictures.Select(picture => benchmark.Ask(picture.Prompt, picture.Open())).ToArray();
        var replies = judge.Answer([.. asked.SelectMany(questions => questions)], cancel);
        var at = 0;
        return [.. pictures.Zip(asked, (picture, questions) =>
        {
            var own = replies.Skip(at).Take(questions.Count).ToArray();
            at += questions.Count;
            return own.Contains(null) ? null : new PictureMarks(benchmark.Marks(picture.Prompt, own!), own!);
        })];
    }
}
