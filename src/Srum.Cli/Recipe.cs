using Srum.Models;
using Srum.Rounds;

namespace Srum.Cli;

/// <summary>The settings of a round that flags start from.</summary>
internal enum Recipe
{
    /// <summary>Short rounds on the model's verdict (<see cref="RoundSettings.Verdict"/>).</summary>
    Verdict,

    /// <summary>One round by the paper's rule (<see cref="RoundSettings.Small"/>).</summary>
    Published,

    /// <summary>The recorded result (<see cref="RoundSettings.Full"/>).</summary>
    Full,
}

/// <summary>What recipes stand for.</summary>
internal static class Recipes
{
    /// <summary>A recipe's settings.</summary>
    /// <param name="recipe">Which.</param>
    /// <param name="draw">The model's own sampling defaults.</param>
    public static RoundSettings Settings(this Recipe recipe, DrawSettings draw) => recipe switch
    {
        Recipe.Published => RoundSettings.Small(draw),
        Recipe.Full => RoundSettings.Full(draw),
        _ => RoundSettings.Verdict(draw),
    };
}
