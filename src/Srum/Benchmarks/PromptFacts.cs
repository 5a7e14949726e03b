namespace Srum.Benchmarks;

/// <summary>
/// What a prompt file holds, counted: texts that stand in it more than once are measured more than once.
/// </summary>
/// <param name="Prompts">Entries.</param>
/// <param name="Distinct">Different texts, letter for letter.</param>
public sealed record PromptFacts(int Prompts, int Distinct)
{
    /// <summary>Counts.</summary>
    public static PromptFacts Of(IReadOnlyList<BenchmarkPrompt> prompts) =>
        new(prompts.Count, prompts.DistinctBy(prompt => prompt.Text, StringComparer.Ordinal).Count());
}
