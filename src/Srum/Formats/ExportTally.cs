namespace Srum.Formats;

/// <summary>What an export wrote.</summary>
/// <param name="Pictures">Pictures with their lines in the rollout and the scored file.</param>
/// <param name="Trained">Lines of the training file.</param>
/// <param name="Unanswered">
/// Pictures that the training file leaves out, because their layout (or whole) has no score.
/// </param>
public sealed record ExportTally(int Pictures, int Trained, int Unanswered);
