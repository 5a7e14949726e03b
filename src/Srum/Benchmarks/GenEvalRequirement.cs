namespace Srum.Benchmarks;

/// <summary>What a prompt of GenEval asks for, of one class of objects.</summary>
/// <param name="Class">The class.</param>
/// <param name="Count">How many.</param>
/// <param name="Colour">Of which colour; null = any.</param>
/// <param name="Position">Where they stand to the objects of an earlier requirement; null = anywhere.</param>
public sealed record GenEvalRequirement(
    string Class, int Count, string? Colour = null, (string Relation, int Target)? Position = null);
