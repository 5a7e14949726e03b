using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>What a step of drawing saw and chose, for tests.</summary>
/// <param name="Rows">Final rows (contexts, hidden) that predict the code.</param>
/// <param name="Conditional">Logits with the prompt, (n, codes).</param>
/// <param name="Unconditional">Logits without its words; null = not asked.</param>
/// <param name="Logits">What the choice was made from, (n, codes).</param>
/// <param name="Fed">
/// What stands in the decoder for the chosen codes, (contexts, 1, hidden); null behind the last.
/// </param>
internal readonly record struct CodeStep(
    Tensor Rows, Tensor Conditional, Tensor? Unconditional, Tensor Logits, Tensor? Fed);
