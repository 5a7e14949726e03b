using System.Text.Json;

namespace Srum.Tests.Fixtures;

/// <summary>One result beside its reference: says what is wrong, also when the reference is disturbed.</summary>
internal abstract class FixtureComparison(string name)
{
    public string Name { get; } = name;

    /// <summary>What is off, or null.</summary>
    public abstract string? Fault();

    /// <summary>For disturbed references, one value each: those that would pass.</summary>
    public abstract IEnumerable<string> Unnoticed();
}
