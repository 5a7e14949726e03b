namespace Srum.Tests;

/// <summary>Tests that count or change what the whole process holds: no other test may run beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
