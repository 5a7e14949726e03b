namespace Srum.Benchmarks;

/// <summary>The benchmarks by name.</summary>
public static class KnownBenchmarks
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
        [new CompBench(), new ReasonBench(), new Wise(), new GenEval(), new ShapesBenchmark()];

    /// <summary>Their names, with commas between.</summary>
    public static string Names => string.Join(", ", All.Select(benchmark => benchmark.Name));

    /// <summary>The benchmark of a name.</summary>
    /// <exception cref="SrumException">There is none.</exception>
    public static IBenchmark Find(string name) =>
        All.FirstOrDefault(benchmark => benchmark.Name == name) ?? throw new SrumException(
        $"There is no benchmark '{name}'. Choose one of: {Names}.");
}
