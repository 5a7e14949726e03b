namespace Srum.Pretraining;

/// <summary>One training of drawing and understanding together.</summary>
/// <param name="Seed">Decides its data.</param>
/// <param name="Steps">How many steps.</param>
/// <param name="From">The first of them that is taken, from 0.</param>
/// <param name="RateAt">Learning rate of a step.</param>
/// <param name="TimeMeanAt">Mean of the normal draw behind a step's flow times.</param>
/// <param name="NearMissesAt">
/// Whether a step's lessons are near misses and pictures in between, instead of plain scenes.
/// </param>
internal sealed record JointTraining(
    long Seed, int Steps, long From, Func<long, double> RateAt, Func<long, double> TimeMeanAt,
    Func<long, bool> NearMissesAt);
