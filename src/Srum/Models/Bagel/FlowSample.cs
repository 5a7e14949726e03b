using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>What a sample of a flow-training pass is drawn from.</summary>
/// <param name="Context">
/// Texts that stand before the picture, each framed; empty = none. Equal contexts are computed once.
/// </param>
/// <param name="Clean">Scaled latents (channels, h, w).</param>
/// <param name="Time">Flow time.</param>
/// <param name="Noise">(tokens, width).</param>
internal sealed record FlowSample(IReadOnlyList<string> Context, Tensor Clean, double Time, Tensor Noise);
