using Srum.Imaging;

namespace Srum.Benchmarks;

/// <summary>
/// Marks pictures for a benchmark: a judge that is asked, an evaluator that knows, a file of a detector's results.
/// </summary>
public interface IPictureMarker
{
    /// <summary>Name and constants, for records and pages.</summary>
    string Name { get; }

    /// <summary>
    /// Marks pictures, in order. A picture that cannot be marked yet has null and is asked for again another time.
    /// </summary>
    IReadOnlyList<PictureMarks?> Mark(IReadOnlyList<PictureToMark> pictures, CancellationToken cancel = default);
}

/// <summary>A picture to mark.</summary>
/// <param name="Prompt">What it was drawn for.</param>
/// <param name="Number">Which of its prompt's pictures it is, from 0.</param>
/// <param name="Open">Reads it.</param>
public sealed record PictureToMark(BenchmarkPrompt Prompt, int Number, Func<Picture> Open);

/// <summary>A picture's marks.</summary>
/// <param name="Marks">By name; null = unanswered.</param>
/// <param name="Replies">What the judge wrote; empty where none was asked.</param>
public sealed record PictureMarks(IReadOnlyDictionary<string, double?> Marks, IReadOnlyList<string> Replies);
