using System.Text.Json;
using Srum.Prompts;

namespace Srum.Benchmarks;

/// <summary>A prompt of a benchmark as the user's file has it.</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="Text">The prompt.</param>
/// <param name="Category">Its category, in the file's words.</param>
/// <param name="Json">The whole entry: what a judge is told besides stands there.</param>
public sealed record BenchmarkPrompt(long Id, string Text, string Category, JsonElement Json = default)
{
    /// <summary>The prompts as a set to draw.</summary>
    public static PromptSet Set(string name, IEnumerable<BenchmarkPrompt> prompts) =>
        new(name, [.. prompts.Select(prompt => new PromptEntry(prompt.Id, prompt.Text, prompt.Category))]);
}
