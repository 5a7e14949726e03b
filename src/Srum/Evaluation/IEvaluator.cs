using Srum.Imaging;
using Srum.Prompts;

namespace Srum.Evaluation;

/// <summary>
/// Scores pictures for prompts. An evaluator takes no part in training, and what it says never reaches a reward.
/// </summary>
public interface IEvaluator
{
    /// <summary>Name for records.</summary>
    string Name { get; }

    /// <summary>
    /// Scores pictures in the order given; null = unanswered, which is kept apart and never averaged.
    /// </summary>
    IReadOnlyList<PictureScore?> Score(IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default);
}

/// <summary>A prompt of an evaluation.</summary>
/// <param name="Id">Id, unique in its set.</param>
/// <param name="Text">The prompt.</param>
/// <param name="Category">Its category.</param>
public sealed record EvaluationPrompt(string Id, string Text, string Category)
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

/// <summary>A picture with the prompt that it was drawn for.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Picture">The picture.</param>
public sealed record EvaluatedPicture(EvaluationPrompt Prompt, Picture Picture);

/// <summary>A picture's score.</summary>
/// <param name="Correct">The whole prompt is right and nothing else is there.</param>
/// <param name="Partial">In [0, 1]: how much of it is right.</param>
public sealed record PictureScore(bool Correct, double Partial);
