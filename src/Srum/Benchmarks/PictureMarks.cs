namespace Srum.Benchmarks;

/// <summary>A picture's marks.</summary>
/// <param name="Marks">By name; null = unanswered.</param>
/// <param name="Replies">What the judge wrote; empty where none was asked.</param>
public sealed record PictureMarks(IReadOnlyDictionary<string, double?> Marks, IReadOnlyList<string> Replies);
