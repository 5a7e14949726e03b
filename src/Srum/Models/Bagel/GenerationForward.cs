using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>A training pass of the flow: one velocity for each sample's noisy latents.</summary>
internal sealed class GenerationForward : IGenerationForward
{
    private readonly BagelParts parts;
    private readonly IReadOnlyList<Tensor> noises;
    private readonly IReadOnlyList<Tensor> velocities;

    /// <summary>Holds the pass's results: for each sample noise and velocity (tokens, width).</summary>
    public GenerationForward(BagelParts parts, IReadOnlyList<TokenGrid> grids, IReadOnlyList<Tensor> noises, IReadOnlyList<Tensor> velocities) =>
        (this.parts, Grids, this.noises, this.velocities) = (parts, grids, noises, velocities);

    public IReadOnlyList<TokenGrid> Grids { get; }

    /// <summary>The velocities, (tokens, width) for each sample.</summary>
    public IReadOnlyList<Tensor> Velocities => velocities;

    public Tensor Errors(IReadOnlyList<Tensor> cleanTargets)
    {
        using var scope = NewDisposeScope();
        var errors = cleanTargets.Select((clean, i) =>
            (velocities[i] - (noises[i] - parts.ToTokens(clean.unsqueeze(0)).squeeze(0))).Squared().mean([-1]));
        return cat([.. errors], 0).MoveToOuterDisposeScope();
    }

    /// <summary>Lets the results outlive the dispose scope they were made in.</summary>
    public GenerationForward MoveToOuterDisposeScope()
    {
        foreach (var tensor in noises.Concat(velocities))
        {
            tensor.MoveToOuterDisposeScope();
        }

        return this;
    }

    public void Dispose()
    {
        foreach (var tensor in noises.Concat(velocities))
        {
            tensor.Dispose();
        }
    }
}
