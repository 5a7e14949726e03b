using Srum.Prompts;
using Srum.Shapes;

namespace Srum.Evaluation;

/// <summary>Tells what was met of evaluated prompts of the shapes world, by their requirements alone.</summary>
public sealed class PromptGroups
{
    private readonly World world;
    private readonly HashSet<string> practised;

    /// <summary>Reads what is practised.</summary>
    /// <param name="world">The world that the model was pretrained on.</param>
    /// <param name="practised">Prompts that are practised; those of other worlds are left out.</param>
    public PromptGroups(World world, IEnumerable<PromptEntry> practised)
    {
        this.world = world;
        this.practised =
        [
            .. practised.Select(prompt => Parse(prompt.Text, prompt.Category)).OfType<ScenePrompt>()
                .SelectMany(prompt => Combinations.All(prompt, world)),
        ];
    }

    /// <summary>
    /// What a prompt stands for; null where it is of another world, combines what no set may, or where something of it
    /// was practised and something is new.
    /// </summary>
    public PromptCombination? Of(EvaluationPrompt evaluated)
    {
        if (Parse(evaluated.Text, evaluated.Category) is not { } prompt
            || Combinations.GroupOf(prompt, world) is null
            || Combinations.Standing(prompt, world) is not { } standing)
        {
            return null;
        }

        bool[] met = [.. Combinations.HeldOut(prompt, world).Select(item => practised.Contains(item.Key)).Distinct()];
        return met switch
        {
            [] => new(PromptGroup.Drawn, standing),
            [true] => new(PromptGroup.Practised, standing),
            [false] => new(PromptGroup.New, standing),
            _ => null,
        };
    }

    private ScenePrompt? Parse(string text, string category) => PromptParser.Parse(
        text, Enum.TryParse<PromptCategory>(category, ignoreCase: true, out var known) ? known : null, world);
}
