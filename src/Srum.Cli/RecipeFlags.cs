using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Models;
using Srum.Native;
using Srum.Recipes;
using Srum.Runs;

namespace Srum.Cli;

/// <summary>Flags of commands that work by a recipe in a run's folder.</summary>
internal abstract class RecipeFlags : ModelCommandSettings
{
    /// <summary>The run's folder where the command line names none.</summary>
    private const string UsualRun = "runs/round";

    [CommandOption("--run <FOLDER>")]
    [Description("The run's folder; the same folder and recipe go on where it was stopped")]
    [DefaultValue(UsualRun)]
    public string Run { get; init; } = UsualRun;

    [CommandOption("--set <SETTING=VALUE>")]
    [Description("Change a setting of every recipe, as in --set train.steps=60; again for each further one")]
    public string[] Set { get; init; } = [];

    public override ValidationResult Validate() => string.IsNullOrWhiteSpace(Run)
        ? ValidationResult.Error($"--run names no folder. Give a path, or leave the flag out for {UsualRun}.")
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
        Shelf.Read(Named, draw ?? new(), [.. Changes]);

    /// <summary>The recipes of <c>data/recipes</c>.</summary>
    internal static RecipeShelf Shelf => new(ShippedModel.DataFolder("recipes"));

    /// <summary>Whether the command works in the run's folder, also where it is told of none.</summary>
    protected virtual bool WorksInRun => true;

    /// <summary>
    /// As the run's folder was begun; in a new one mixed on a processor that multiplies bfloat16, else fp32. So a run
    /// goes on with the same numbers on another machine.
    /// </summary>
    protected override ModelPrecision UsualPrecision
    {
        get
        {
            string[] begun = WorksInRun || Run != UsualRun ? [.. RunFolder.ModelsOf(Run)] : [];
            return begun.Select(ModelIdentity.PrecisionOf).FirstOrDefault(known => known is not null)
                ?? (begun.Length == 0 && Device == "cpu" && Processor.MultipliesBfloat16
                    ? ModelPrecision.Mixed : ModelPrecision.Fp32);
        }
    }

    /// <summary>Refuses, before anything is computed, what no training can follow.</summary>
    protected void CheckTraining()
    {
        if (Held == ModelPrecision.Bf16 && Recipes().Any(recipe => recipe.Train.Lora is null))
        {
            var held = Precision is null ? $"{Run} was begun with --precision bf16, which" : "--precision bf16";
            throw new UsageException(
                $"{held} is for drawing, judging and adapters: the small steps of a training get lost in it. Train "
                + "with --precision fp32 or mixed, or adapters (train.lora).");
        }
    }
}
