using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Models;
using Srum.Native;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Runs;

namespace Srum.Cli;

/// <summary>Flags of commands that work by a recipe in a run's folder.</summary>
internal abstract class RecipeFlags : ModelCommandSettings
{
    [CommandOption("--run <FOLDER>")]
    [Description("The run's folder; the same folder and recipe go on where it was stopped")]
    [DefaultValue("runs/round")]
    public string Run { get; init; } = "runs/round";

    [CommandOption("--set <SETTING=VALUE>")]
    [Description("Change a setting of every recipe, as in --set train.steps=60; again for each further one")]
    public string[] Set { get; init; } = [];

    public override ValidationResult Validate() => string.IsNullOrWhiteSpace(Run)
        ? ValidationResult.Error("--run names no folder. Give a path, or leave the flag out for runs/round.")
        : ValidationResult.Success();

    /// <summary>The recipes that are named, with commas between.</summary>
    protected abstract string Named { get; }

    /// <summary>Changes to the recipes.</summary>
    protected virtual IEnumerable<string> Changes => Set;

    /// <summary>The recipes.</summary>
    /// <param name="draw">
    /// The model's own sampling settings; null = the library's, to check recipes before a model is open.
    /// </param>
    public IReadOnlyList<Recipe> Recipes(DrawSettings? draw = null) =>
        new RecipeShelf(ShippedModel.DataFolder("recipes")).Read(Named, draw ?? new(), [.. Changes]);

    /// <summary>
    /// As the run's folder was begun; in a new one mixed on a processor that multiplies bfloat16, else fp32. So a run
    /// goes on with the same numbers on another machine.
    /// </summary>
    protected override ModelPrecision UsualPrecision => RunFolder.ModelOf(Run) is { } begun
        ? ModelIdentity.PrecisionOf(begun) ?? ModelPrecision.Fp32
        : Device == "cpu" && Processor.MultipliesBfloat16 ? ModelPrecision.Mixed : ModelPrecision.Fp32;

    /// <summary>A set of <c>data/prompts</c> by its name, or a file.</summary>
    public static PromptSet SetOf(string set)
    {
        // The clone's sets come first: a file of such a name where somebody works is another one.
        var own = Path.Combine(ShippedModel.DataFolder("prompts"), set + ".json");
        return PromptSet.Read(Path.GetFileName(set) == set && File.Exists(own) ? own : set);
    }

    /// <summary>Refuses, before anything is computed, what no training can follow.</summary>
    protected void CheckTraining()
    {
        if (Precision == "bf16" && Recipes().Any(recipe => recipe.Train.Lora is null))
        {
            throw new UsageException(
                "--precision bf16 is for drawing, judging and adapters: the small steps of a training get lost in it. "
                + "Train with fp32 or mixed, or adapters (train.lora).");
        }
    }
}
