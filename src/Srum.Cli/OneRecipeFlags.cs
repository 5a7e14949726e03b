using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Models;
using Srum.Recipes;

namespace Srum.Cli;

/// <summary>Flags of commands that work by one recipe.</summary>
internal class OneRecipeFlags : RecipeFlags
{
    [CommandOption("--recipe <NAME>")]
    [Description("A recipe of data/recipes by its name, or a file of your own")]
    [DefaultValue("verdict")]
    public string Recipe { get; init; } = "verdict";

    protected override string Named => Recipe;

    /// <summary>The recipe.</summary>
    /// <param name="draw">
    /// The model's own sampling settings; null = the library's, to check the recipe before a model is open.
    /// </param>
    /// <exception cref="UsageException">Several are named.</exception>
    public Recipe OneRecipe(DrawSettings? draw = null) => Only(Recipes(draw), "--recipe", Recipe);

    /// <summary>The recipe that a flag names.</summary>
    /// <param name="recipes">All that it names.</param>
    /// <param name="flag">The flag, for the message.</param>
    /// <param name="named">What it says.</param>
    /// <exception cref="UsageException">Several are named.</exception>
    public static Recipe Only(IReadOnlyList<Recipe> recipes, string flag, string named) => recipes is [var recipe]
        ? recipe : throw new UsageException($"{flag} {named} names several recipes, and this command takes one.");
}
