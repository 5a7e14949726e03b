using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>A loss with its parts; scalars. Only <see cref="Total"/> is meant to be differentiated.</summary>
/// <param name="Total">What the training step minimises.</param>
/// <param name="Reward">L_r, the weighted part; null without weights.</param>
/// <param name="Constraint">L_ref, the mean error against the reference pictures, before its factor λ.</param>
public readonly record struct LossParts(Tensor Total, Tensor? Reward, Tensor Constraint);
