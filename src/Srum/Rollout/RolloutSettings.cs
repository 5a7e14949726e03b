using System.Text.Json.Serialization;
using Srum.Models;
using Srum.Prompts;

namespace Srum.Rollout;

/// <summary>What is drawn to train on.</summary>
public sealed record RolloutSettings
{
    /// <summary>
    /// Which prompts: a set of <c>data/prompts</c> by its name, or a file of one's own. Default <c>rollout</c>.
    /// </summary>
    public string PromptSet { get; init; } = "rollout";

    /// <summary>
    /// Pictures of each prompt. Default 4 (ours: the paper's data are one a prompt, among which no prompt has a better
    /// and a worse one).
    /// </summary>
    public int Pictures { get; init; } = 4;

    /// <summary>
    /// The first so many prompts of the set, in a later round the next ones; 0 (default) = all, as the paper takes its
    /// training split.
    /// </summary>
    public int Prompts { get; init; }

    /// <summary>Which prompts later rounds ask for. Default in turn (published); the other is ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PromptOrder Order { get; init; }

    /// <summary>
    /// How many of a prompt's pictures, its last ones, are drawn from what the set says it can be composed of
    /// (<see cref="PromptEntry.Composed"/>), where it says so. They are judged, and learnt from, as pictures of the
    /// prompt; what a round's pictures say of the model leaves them out. 0 to <see cref="Pictures"/>, and 0 where a
    /// thought or image guidance is wanted; default 0 (ours).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Composed { get; init; }

    /// <summary>How to draw. Default: the published rollout settings.</summary>
    public DrawSettings Draw { get; init; } = new();

    /// <summary>Together with prompt and number it decides each picture's seed. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>How many prompts of a set a round asks for.</summary>
    /// <param name="set">How many the set has.</param>
    public int PromptsOf(int set) => Prompts > 0 ? Math.Min(Prompts, set) : set;

    /// <summary>Refuses prompts of which none says what it can be composed of, where pictures are to be.</summary>
    /// <param name="set">All prompts of a run.</param>
    /// <exception cref="SettingException">Nothing could be composed.</exception>
    public void Check(PromptSet set) => SettingException.Require(
        Composed == 0 || set.Prompts.Any(prompt => prompt.Composed is not null), "rollout.composed", Composed,
        $"0 with the prompts of '{set.Name}', none of which says in \"Composed\" what it can be composed of");

    /// <summary>A set as it is asked for: what a prompt can be composed of counts where pictures are.</summary>
    internal PromptSet Asked(PromptSet set) => Composed > 0 ? set
        : set with { Prompts = [.. set.Prompts.Select(prompt => prompt with { Composed = null })] };

    /// <summary>Checks every range.</summary>
    /// <exception cref="SettingException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        SettingException.Require("rollout.pictures", Pictures, 1, 1000);
        SettingException.Require(Prompts >= 0, "rollout.prompts", Prompts, "at least 0");
        SettingException.Require("rollout.composed", Composed, 0, Pictures);
        SettingException.Require(
            Composed == 0 || (!Draw.Think && Draw.GuidedRows < 3), "rollout.composed", Composed,
            "0 where a thought or image guidance is wanted");
        Draw.Checked("rollout.draw.");
    }
}
