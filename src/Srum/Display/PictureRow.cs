
namespace Srum.Display;

/// <summary>A row of a table of pictures.</summary>
/// <param name="Heading">What its pictures have in common.</param>
/// <param name="Cells">One a column; null leaves a gap.</param>
/// <param name="Detail">A line under the heading; null = none.</param>
public sealed record PictureRow(string Heading, IReadOnlyList<PictureCell?> Cells, string? Detail = null);
