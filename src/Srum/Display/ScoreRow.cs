using Srum.Evaluation;

namespace Srum.Display;

/// <summary>
/// One system's rates, one a column; null where nothing was measured. Of a single prompt nothing is shown: it has no
/// interval.
/// </summary>
/// <param name="System">The system's name.</param>
/// <param name="Cells">One a column of the table.</param>
public sealed record ScoreRow(string System, IReadOnlyList<Estimate?> Cells);
