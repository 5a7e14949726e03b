namespace Srum.Audits;

/// <summary>One of several pictures (or runs) to choose from.</summary>
/// <param name="ChosenBy">The score that chooses: the highest is kept.</param>
/// <param name="Measured">What is then reported.</param>
public readonly record struct Candidate(double ChosenBy, double Measured);
