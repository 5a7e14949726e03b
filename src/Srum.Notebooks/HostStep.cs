namespace Srum.Notebooks;

/// <summary>One thing for the host to run.</summary>
/// <param name="Cell">Number of the cell that it comes from.</param>
/// <param name="Count">The execution count to show.</param>
/// <param name="Source">The code.</param>
/// <param name="Kept">Its outputs are the cell's; a repetition's are only looked at for errors.</param>
internal sealed record HostStep(int Cell, int Count, string Source, bool Kept = true);
