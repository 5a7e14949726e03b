namespace Srum.Benchmarks;

/// <summary>A picture that a benchmark asks for.</summary>
/// <param name="Prompt">Its prompt.</param>
/// <param name="Record">What was marked; null = nothing yet.</param>
public sealed record MarkedPicture(BenchmarkPrompt Prompt, BenchmarkRecord? Record)
{
    /// <summary>A mark; null where there is none.</summary>
    public double? Mark(string name) => Record?.Marks.GetValueOrDefault(name);
}
