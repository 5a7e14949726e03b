namespace Srum.Notebooks;

/// <summary>One thing for the host to run.</summary>
/// <param name="Cell">Number of the cell that it comes from.</param>
/// <param name="Count">The execution count to show.</param>
/// <param name="Source">The code.</param>
/// <param name="Kept">
/// Its outputs are the cell's; a repetition's and a solution's are only looked at for errors.
/// </param>
/// <param name="Exercise">Number of the exercise that it solves; null = it is the cell itself.</param>
internal sealed record HostStep(int Cell, int Count, string Source, bool Kept = true, int? Exercise = null);
