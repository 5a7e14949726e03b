namespace Srum.Runs;

/// <summary>What a stage took.</summary>
/// <param name="Seconds">Seconds, of all processes and rounds together.</param>
/// <param name="Operations">
/// Floating-point operations that were asked for meanwhile (<see cref="Native.Operations"/>); 0 in runs of before they
/// were counted.
/// </param>
public readonly record struct StageWork(double Seconds, double Operations);
