using Srum.Runs;

namespace Srum.Training;

/// <summary>Which training: of which recipe, with which seed, in which round.</summary>
/// <param name="Recipe">Name of the recipe, which is the system's name.</param>
/// <param name="Seed">Seed of batches, times, noise and text dropout. Default 0.</param>
/// <param name="Round">The round, from 0; a later one starts from the outcome of the one before.</param>
public sealed record TrainingId(string Recipe, long Seed = 0, int Round = 0)
{
    /// <summary>
    /// Name of its files: <c>verdict-0</c>, <c>verdict-0-round2</c>. No two trainings share one, whatever their recipes
    /// are called.
    /// </summary>
    public string Name => FormattableString.Invariant($"{Recipe}-{Seed}") + (Round == 0 ? "" : $"-round{Round + 1}");

    /// <summary>The seed itself in the first round; each later round has batches, times and noise of its own.</summary>
    public long RoundSeed => Round == 0 ? Seed : ContentKey.Seed(Seed, Round);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
