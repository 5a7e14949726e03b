using Srum.Evaluation;
using Srum.Maps;
using Srum.Recipes;
using Srum.Runs;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>Which systems are held against which, by their objectives.</summary>
internal static class ComparedPairs
{
    /// <summary>
    /// Every system against the base and against those of plainer objectives; where nothing else differs, the reward of
    /// regions and layout against each of its parts; and every untrained rival against the base, and the rewarded
    /// systems against it.
    /// </summary>
    /// <param name="systems">The base, then one system a recipe, then the untrained rivals.</param>
    /// <param name="recipes">The recipes, in the systems' order.</param>
    public static IEnumerable<(SystemScores A, SystemScores B)> Of(
        IReadOnlyList<SystemScores> systems, IReadOnlyList<Recipe> recipes)
    {
        for (var a = 0; a < recipes.Count; a++)
        {
            yield return (systems[a + 1], systems[0]);
            for (var b = 0; b < recipes.Count; b++)
            {
                if (IsHeldAgainst(recipes[a], recipes[b]))
                {
                    yield return (systems[a + 1], systems[b + 1]);
                }
            }
        }

        foreach (var rival in systems.Skip(recipes.Count + 1))
        {
            yield return (rival, systems[0]);
            foreach (var (recipe, system) in recipes.Zip(systems.Skip(1)))
            {
                if (recipe.Train.Objective is Rewarded)
                {
                    yield return (system, rival);
                }
            }
        }
    }

    private static bool IsHeldAgainst(Recipe recipe, Recipe other) =>
        recipe.Train.Objective.Rank > other.Train.Objective.Rank || IsWholeOf(recipe, other);

    private static bool IsWholeOf(Recipe recipe, Recipe other) =>
        recipe.Train.Objective is Rewarded { Reward: RewardKind.Dual } whole
        && other.Train.Objective is Rewarded part && part.Reward != RewardKind.Dual && whole.Rank == part.Rank
        && whole with { Reward = part.Reward } == part
        && ContentKey.Of(Rest(recipe)) == ContentKey.Of(Rest(other));

    private static Recipe Rest(Recipe recipe) => recipe.With("rest", new Supervised()) with { Description = "" };
}
