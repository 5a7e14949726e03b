using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>A training pass of the flow: one velocity for each sample's noisy latents.</summary>
internal sealed class GenerationForward : IGenerationForward
{
    private readonly BagelParts parts;
    private readonly IReadOnlyList<Tensor> noises;
    private readonly IReadOnlyList<Tensor> velocities;

    /// <summary>Holds the pass's results: for each sample noise and velocity (tokens, width).</summary>
    public GenerationForward(
        BagelParts parts, IReadOnlyList<TokenGrid> grids, IReadOnlyList<Tensor> noises,
        IReadOnlyList<Tensor> velocities) =>
        (this.parts, Grids, this.noises, this.velocities) = (parts, grids, noises, velocities);

    public IReadOnlyList<TokenGrid> Grids { get; }

    /// <summary>The velocities, (tokens, width) for each sample.</summary>
    public IReadOnlyList<Tensor> Velocities => velocities;

    public Tensor Errors(IReadOnlyList<Tensor> cleanTargets)
    {
        using var scope = NewDisposeScope();
        return Errors(cleanTargets, velocities).MoveToOuterDisposeScope();
    }

    public Tensor ReflectedErrors(IReadOnlyList<Tensor> cleanTargets, IGenerationForward about)
    {
        using var scope = NewDisposeScope();
        var others = ((GenerationForward)about).velocities;
        return Errors(cleanTargets, [.. velocities.Zip(others, (own, other) => other.Plus(other) - own)])
            .MoveToOuterDisposeScope();
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

    private Tensor Errors(IReadOnlyList<Tensor> cleanTargets, IReadOnlyList<Tensor> predicted) => cat(
        [
            .. cleanTargets.Select(
                (clean, i) => (predicted[i] - (noises[i] - parts.ToTokens(clean.unsqueeze(0)).squeeze(0))).Squared()
                    .mean([-1])),
        ],
        0);

    public void Dispose()
    {
        foreach (var tensor in noises.Concat(velocities))
        {
            tensor.Dispose();
        }
    }
}
