using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Cli.Parsing;
using Srum.Models;
using Srum.Recipes;

namespace Srum.Cli;

/// <summary>Flags of commands that work by one recipe.</summary>
internal class OneRecipeFlags : RecipeFlags
{
    private const string Usual = "verdict";

    [CommandOption("--recipe <NAME>")]
    [Description("A recipe of data/recipes by its name, or a file of your own")]
    [DefaultValue(Usual)]
    public string Recipe { get; init; } = Usual;

    protected override string Named => Recipe;

    /// <summary>The recipe.</summary>
    /// <param name="draw">
    /// The model's own sampling settings; null = the library's, to check the recipe before a model is open.
    /// </param>
    /// <exception cref="UsageException">Several are named.</exception>
    public Recipe OneRecipe(DrawSettings? draw = null) => Only(Recipes(draw), "--recipe", Recipe);

    /// <summary>
    /// The command that comes next, as a shell takes it: in the same run, by the same recipe and with the same model.
    /// The run's folder keeps the precision, which is among its words only where that is too coarse for a training.
    /// </summary>
    /// <param name="command">Its name.</param>
    /// <param name="other">Flags that say which model it takes, and more; none = this command's model.</param>
    public string Next(string command, params string[] other) => ShellWords.Join(
    [
        "srum", command, "--run", Run,
        .. Recipe == Usual ? [] : (string[])["--recipe", Recipe],
        .. Set.SelectMany(change => (string[])["--set", change]),
        .. other.Length > 0 ? other : Given("--model", Model).Concat(Given("--base", Base)),
        .. Device == "cpu" ? [] : Given("--device", Device),
        .. command == "train" && Held == ModelPrecision.Bf16 && OneRecipe().Train.Lora is null
            ? (string[])["--precision", "fp32"] : [],
    ]);

    /// <summary>The recipe that a flag names.</summary>
    /// <param name="recipes">All that it names.</param>
    /// <param name="flag">The flag, for the message.</param>
    /// <param name="named">What it says.</param>
    /// <exception cref="UsageException">Several are named.</exception>
    public static Recipe Only(IReadOnlyList<Recipe> recipes, string flag, string named) => recipes is [var recipe]
        ? recipe : throw new UsageException($"{flag} {named} names several recipes, and this command takes one.");

    private static IEnumerable<string> Given(string flag, string? value) => value is null ? [] : [flag, value];
}
