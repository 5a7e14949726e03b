namespace Srum.Formats;

/// <summary>What was found of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How often.</param>
/// <param name="Lines">On how many lines.</param>
/// <param name="Examples">The first places, each with line and words.</param>
public sealed record AuditFinding(AuditKind Kind, int Count, int Lines, IReadOnlyList<string> Examples);
