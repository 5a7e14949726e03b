using System.Text.Json.Serialization;
using Srum.Models;
using Srum.Prompts;
using Srum.Runs;

namespace Srum.Evaluation;

/// <summary>On what systems are evaluated, and how they draw there.</summary>
public sealed record EvaluationSettings
{
    /// <summary>
    /// Which prompts: a set of <c>data/prompts</c> by its name, or a file of one's own. Default <c>tune</c>, on which
    /// every choice may be made; <c>test</c> is for results that are recorded.
    /// </summary>
    public string PromptSet { get; init; } = "tune";

    /// <summary>
    /// So many prompts, as many of each category as the set has its share; 0 (default) = all, as benchmarks are run.
    /// </summary>
    public int Prompts { get; init; }

    /// <summary>
    /// Pictures of each prompt. Default 1 (ours: a further prompt tells more than a further picture of the same).
    /// </summary>
    public int Pictures { get; init; } = 1;

    /// <summary>
    /// How the systems draw. Default: the model's own settings, whatever the rollout draws with.
    /// </summary>
    public DrawSettings Draw { get; init; } = new();

    /// <summary>
    /// Text guidance scales at which every system is evaluated, each system then reported at the one that is best for
    /// it; null (default) = <see cref="Draw"/> alone. What was drawn with guidance and is learnt as it is doubles the
    /// guidance, so that at one scale a system may lose by its scale alone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Guidances { get; init; }

    /// <summary>
    /// Untrained rivals: the base again, which draws each picture so many times and shows the one that the judge of the
    /// last rewarded recipe likes best, by its score of the layout or, where it is not asked for that, of the whole
    /// picture; null (default) = none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? BestOf { get; init; }

    /// <summary>
    /// Likewise: the base, which draws a picture again until that judge likes it, at most so many times, and else shows
    /// the best of them; null (default) = none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Redraw { get; init; }

    /// <summary>
    /// Prompts that choose the scale, where there are several: a set's name or a file. Default <c>tune</c>; where those
    /// are evaluated, they choose too, and a system's figure is the best of several.
    /// </summary>
    public string ChoosingSet { get; init; } = "tune";

    /// <summary>
    /// What is drawn to evaluate a system: prompts with their seeds, in the set's order. Of a part of a set every
    /// category has its share, whatever the set's order; which of its prompts, their texts decide, so that more prompts
    /// hold those that fewer did.
    /// </summary>
    /// <param name="set">The set.</param>
    public (EvaluationPrompt Prompt, long Seed)[] Plan(PromptSet set)
    {
        var all = set.Prompts;
        var count = Prompts > 0 ? Math.Min(Prompts, all.Count) : all.Count;
        // Each prompt stands at its place among those of its category, from 0 to 1: the first ones of all are taken.
        var places = all.Select((prompt, i) => (Prompt: prompt, Index: i))
            .GroupBy(item => item.Prompt.Category)
            .SelectMany(category => category.OrderBy(item => (ulong)ContentKey.Seed("plan", item.Prompt.Text, 0))
                .Select((item, k) => (item.Index, Place: (k + 0.5) / category.Count())));
        return
        [
            .. places.OrderBy(item => item.Place).ThenBy(item => item.Index).Take(count)
                .OrderBy(item => item.Index).Select(item => all[item.Index]).SelectMany(prompt =>
                Enumerable.Range(0, Pictures).Select(k => (
                    new EvaluationPrompt($"{prompt.Id}", prompt.Text, prompt.Category),
                    ContentKey.Seed("evaluation", prompt.Text, k)))),
        ];
    }

    /// <summary>Checks every range.</summary>
    /// <exception cref="SettingException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        SettingException.Require(Prompts >= 0, "evaluation.prompts", Prompts, "at least 0");
        SettingException.Require("evaluation.pictures", Pictures, 1, 1000);
        SettingException.Require(
            Guidances is null || (Guidances.Count > 0 && Guidances.Distinct().Count() == Guidances.Count
                && Guidances.All(scale => scale is >= 0 and <= 100)),
            "evaluation.guidances", $"[{string.Join(", ", Guidances ?? [])}]",
            "numbers between 0 and 100, each once, as in [1, 1.5, 2]");
        RequireCounts(BestOf, "evaluation.bestOf");
        RequireCounts(Redraw, "evaluation.redraw");
        Draw.Checked("evaluation.draw.");

        static void RequireCounts(IReadOnlyList<int>? counts, string name) => SettingException.Require(
            counts is null || (counts.Distinct().Count() == counts.Count && counts.All(n => n is >= 2 and <= 1000)),
            name, $"[{string.Join(", ", counts ?? [])}]", "numbers between 2 and 1000, each once, as in [4, 8]");
    }
}
