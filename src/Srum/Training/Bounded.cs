namespace Srum.Training;

/// <summary>
/// The bounded negative branch (<see cref="SrumLoss.Bounded"/>): learns towards good pictures and away from bad ones,
/// and holds on to the start weights by itself, so that it has no constraint. Each step also asks the start weights,
/// which costs one pass without gradient and a copy of the trained weights. Not in the paper.
/// </summary>
public sealed record Bounded : TwoSided;
