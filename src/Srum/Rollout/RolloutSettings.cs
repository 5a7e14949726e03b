using System.Text.Json.Serialization;
using Srum.Models;

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

    /// <summary>How to draw. Default: the published rollout settings.</summary>
    public DrawSettings Draw { get; init; } = new();

    /// <summary>Together with prompt and number it decides each picture's seed. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>How many prompts of a set a round asks for.</summary>
    /// <param name="set">How many the set has.</param>
    public int PromptsOf(int set) => Prompts > 0 ? Math.Min(Prompts, set) : set;

    /// <summary>Checks every range.</summary>
    /// <exception cref="SettingException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        SettingException.Require("rollout.pictures", Pictures, 1, 1000);
        SettingException.Require(Prompts >= 0, "rollout.prompts", Prompts, "at least 0");
        Draw.Checked("rollout.draw.");
    }
}
