using System.Text.Json.Serialization;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Models;
using Srum.Rollout;
using Srum.Runs;
using Srum.Training;

namespace Srum.Recipes;

/// <summary>
/// A method with its numbers: what is drawn to train on, who judges it, what is minimised, in how many rounds, and how
/// the outcome is evaluated. The defaults are the paper's for BAGEL-7B, as far as it states them; each setting names
/// its source. Recipes are kept as files (<see cref="RecipeFile"/>), those that ship in <c>data/recipes</c>.
/// </summary>
public sealed record Recipe
{
    /// <summary>The name of its file, which is the name of the systems that are trained by it.</summary>
    [JsonPropertyOrder(-2)]
    public required string Name { get; init; }

    /// <summary>What it is, in a sentence or two.</summary>
    [JsonPropertyOrder(-1)]
    public string Description { get; init; } = "";

    /// <summary>What is drawn to train on.</summary>
    public RolloutSettings Rollout { get; init; } = new();

    /// <summary>The judge, and how it is asked. Default the model itself (the method).</summary>
    public JudgeSettings Judge { get; init; } = new OwnJudgeSettings();

    /// <summary>What is minimised, and for how long, in each round.</summary>
    public TrainSettings Train { get; init; } = new();

    /// <summary>
    /// Rounds. From the second on a system draws with what has become of it, the next prompts of the set with other
    /// noise, judges that where it learns from rewards, and trains on. Default 1 (paper).
    /// </summary>
    public int Rounds { get; init; } = 1;

    /// <summary>
    /// Trainings, with seeds 0, 1, …: how sure a result is of another training on the same first pictures, which all of
    /// them share, as later rounds do the prompts and noise that they draw with. Default 1 (ours).
    /// </summary>
    public int Trainings { get; init; } = 1;

    /// <summary>On what the outcome is evaluated. Recipes that are compared must agree on it.</summary>
    public EvaluationSettings Evaluation { get; init; } = new();

    /// <summary>Reads a recipe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="draw">The model's own sampling settings, from which the recipe says what differs.</param>
    /// <param name="changes">Changes to it, <c>train.steps=60</c> say.</param>
    /// <exception cref="SrumException">
    /// The file, or one that it is made from, is wrong; the message names the line.
    /// </exception>
    public static Recipe Read(string path, DrawSettings draw, params string[] changes) =>
        RecipeFile.Read(path, draw, changes);

    /// <summary>The same recipe for another objective.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="objective">What it minimises instead.</param>
    public Recipe With(string name, Objective objective) =>
        this with { Name = name, Train = Train with { Objective = objective } };

    /// <summary>Checks every range.</summary>
    /// <exception cref="SrumException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        if (!RunFolder.IsName(Name) || Name == SystemResult.Untrained)
        {
            throw new SrumException(
                $"A recipe cannot be called '{Name}': its name is the system's, in records too. Take letters, digits, "
                + "'-', '_' and '.', and neither 'base' nor an end like a shard's ('-1-of-2').");
        }

        SettingException.Require("rounds", Rounds, 1, 1000);
        SettingException.Require("trainings", Trainings, 1, 1000);
        SettingException.Require(
            Rollout.Order == PromptOrder.InTurn || Train.Objective is Rewarded, "rollout.order", "undecided",
            "in-turn where the objective learns from no judge");
        SettingException.Require(
            Rollout.Pictures >= Train.Objective.GroupSize, "rollout.pictures", Rollout.Pictures,
            $"at least the {Train.Objective.GroupSize} pictures of a prompt that train.objective.group compares");
        Rollout.Validate();
        Judge.Validate();
        Train.Validate();
        Evaluation.Validate();
    }
}
