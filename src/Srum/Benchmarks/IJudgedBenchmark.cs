using Srum.Imaging;
using Srum.Models;

namespace Srum.Benchmarks;

/// <summary>A benchmark whose marks are read from a judge's replies.</summary>
public interface IJudgedBenchmark : IBenchmark
{
    /// <summary>What is asked about a picture, at least one question.</summary>
    IReadOnlyList<Question> Ask(BenchmarkPrompt prompt, Picture picture);

    /// <summary>The marks that the replies state.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="replies">One a question, in their order.</param>
    IReadOnlyDictionary<string, double?> Marks(BenchmarkPrompt prompt, IReadOnlyList<string> replies);
}
