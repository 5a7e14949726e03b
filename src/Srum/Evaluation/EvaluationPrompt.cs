using Srum.Prompts;

namespace Srum.Evaluation;

/// <summary>A prompt of an evaluation.</summary>
/// <param name="Id">Id, unique in its set.</param>
/// <param name="Text">The prompt.</param>
/// <param name="Category">Its category; empty (default) where it has none.</param>
public sealed record EvaluationPrompt(string Id, string Text, string Category = "")
{
    /// <summary>The first prompts of each category of a set, in the set's order.</summary>
    /// <param name="set">The set.</param>
    /// <param name="perCategory">How many of each, where it has as many.</param>
    /// <param name="category">Only of this category; null = of all.</param>
    public static IReadOnlyList<EvaluationPrompt> Sample(PromptSet set, int perCategory, string? category = null)
    {
        var taken = new Dictionary<string, int>();
        return
        [
            .. set.Prompts.Where(prompt => (category ?? prompt.Category) == prompt.Category)
                .Where(prompt => (taken[prompt.Category] = taken.GetValueOrDefault(prompt.Category) + 1) <= perCategory)
                .Select(prompt => new EvaluationPrompt($"{prompt.Id}", prompt.Text, prompt.Category)),
        ];
    }
}
