namespace Srum.Benchmarks;

/// <summary>What was marked of one picture: a line of a benchmark's log.</summary>
/// <param name="PictureFile">The picture, relative to the run's folder.</param>
/// <param name="PromptId">Number of its prompt.</param>
/// <param name="Marks">Marks by name; null = none could be read, which is no number.</param>
/// <param name="Replies">What the judge wrote, word for word; empty where no judge was asked.</param>
public sealed record BenchmarkRecord(
    string PictureFile, string PromptId, IReadOnlyDictionary<string, double?> Marks, IReadOnlyList<string> Replies);
