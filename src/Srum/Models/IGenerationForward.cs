using TorchSharp;

namespace Srum.Models;

/// <summary>
/// The prediction of a training forward pass. A flow model measures the squared velocity error, a
/// discrete-token model the cross-entropy; each a number a generation token, whatever the design.
/// </summary>
public interface IGenerationForward : IDisposable
{
    /// <summary>Token grid of each sample.</summary>
    IReadOnlyList<TokenGrid> Grids { get; }

    /// <summary>
    /// Error of each token against the given clean targets (one a sample, the noise of this pass): all tokens of
    /// all samples one after the other, row-major within a sample; differentiable. Mean over channels: SRUM's
    /// (v − (ε − x₀))².
    /// </summary>
    torch.Tensor Errors(IReadOnlyList<torch.Tensor> cleanTargets);

    /// <summary>
    /// As <see cref="Errors"/>, for this prediction reflected about another one: a flow model's velocity v becomes 2 ·
    /// v_about − v, a token model's probability π becomes (π_about − q π) / (1 − q), counted from that of the other on.
    /// Differentiable in this pass; the other is a constant.
    /// </summary>
    /// <param name="cleanTargets">One a sample.</param>
    /// <param name="about">
    /// A pass of the same model over the same samples, made without gradient: with the weights of the start, say.
    /// </param>
    torch.Tensor ReflectedErrors(IReadOnlyList<torch.Tensor> cleanTargets, IGenerationForward about);
}
