using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>What a sampling step saw and did, for tests and for curves along the steps.</summary>
internal readonly record struct FlowStep(
    int Index, double Time, Tensor State, Tensor Main, Tensor? TextFree, Tensor? ImageFree, Tensor Velocity);
