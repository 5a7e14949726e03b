using Srum.Recipes;

namespace Srum.Rounds;

/// <summary>A system of an experiment with everything that was drawn of it to evaluate.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seeds">Seeds of its trainings; none where it is untrained.</param>
/// <param name="Recipe">What trained it; null where it is untrained.</param>
/// <param name="Trainings">A row a training, at every scale; one row where it is untrained.</param>
internal sealed record EvaluatedSystem(
    string Name, IReadOnlyList<long> Seeds, Recipe? Recipe, IReadOnlyList<ScaleRecords>[] Trainings);
