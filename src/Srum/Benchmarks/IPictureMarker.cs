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
