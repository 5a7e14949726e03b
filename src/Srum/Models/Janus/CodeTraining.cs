using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Janus;

/// <summary>
/// The training pass: every code is predicted from the prompt and the true codes before it (teacher forcing).
/// </summary>
internal static class CodeTraining
{
    /// <summary>Passes pictures of one size.</summary>
    /// <param name="parts">The model.</param>
    /// <param name="prompts">Tokens of each prompt, or of the prompt without its words.</param>
    /// <param name="codes">The true codes, (b, codes of a picture) int64.</param>
    /// <param name="recompute">Whether layers are computed again on the way back.</param>
    public static CodePass Forward(
        JanusParts parts, IReadOnlyList<IReadOnlyList<int>> prompts, Tensor codes, bool recompute = false)
    {
        var batch = new PromptBatch(parts.Tokens, prompts, device: parts.Device);
        var (count, longest, columns) = (prompts.Count, batch.Lengths.Max(), (int)codes.shape[1]);
        var rows = cat([parts.Embed(batch), parts.Codes.Forward(codes)], 1);
        var valid = batch.Valid is null
            ? null
            : cat([batch.Valid, ones(count, columns, dtype: ScalarType.Bool, device: parts.Device)], 1);
        var all = longest + columns;
        var positions = Contexts.Positions(batch.Lengths, longest, 0, all, parts.Device);
        var mask = Contexts.CausalMask(all, valid, 0, parts.Device);
        var hidden = parts.Decoder.Forward(rows, positions, mask, cache: null, recompute);
        // The row before a code predicts it: the prompt's last row the first one, and the last code nothing.
        var predicting = hidden.narrow(1, longest - 1, columns);
        var logits = parts.Codes.Logits(predicting).to(ScalarType.Float32);
        var crossEntropy = F.cross_entropy(
            logits.flatten(0, 1), codes.flatten(), reduction: nn.Reduction.None).reshape(count, columns);
        return new CodePass(rows, predicting, logits, crossEntropy);
    }
}
