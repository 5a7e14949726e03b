using System.Text.Json.Nodes;

namespace Srum.Notebooks;

/// <summary>What a cell gave when it was run.</summary>
/// <param name="Count">Its execution count: its number among the code cells that were run.</param>
/// <param name="Outputs">Its outputs in nbformat's form.</param>
/// <param name="Seconds">How long it took; null where it did not come to its end.</param>
/// <param name="Failed">It ended in an error, which is the last of its outputs.</param>
internal sealed record CellResult(int Count, IReadOnlyList<JsonObject> Outputs, double? Seconds, bool Failed);
