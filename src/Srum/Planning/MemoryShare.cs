namespace Srum.Planning;

/// <summary>A share of what a stage holds at its fullest.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record MemoryShare(string Name, long Bytes);
