namespace Srum.NotebookHost;

/// <summary>Code to run.</summary>
/// <param name="Step">The number that its events are reported under.</param>
/// <param name="Count">The execution count that its result shows.</param>
/// <param name="Source">C#, as a cell holds it.</param>
internal sealed record Submission(int Step, int Count, string Source);
