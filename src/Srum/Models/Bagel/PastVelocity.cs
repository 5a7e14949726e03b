using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>What the steps before leave to the next one of a <see cref="FlowSolver"/>: the last velocity.</summary>
/// <param name="solver">The solver.</param>
internal sealed class PastVelocity(FlowSolver solver) : IDisposable
{
    private Tensor? velocity;
    private bool wasGuided;
    private double length;

    /// <summary>The velocity to follow from one time to the next, by <see cref="FlowSolver"/>'s formulas.</summary>
    /// <param name="now">The velocity (n, tokens, width) at the time where the step begins.</param>
    /// <param name="guided">Whether guidance acts on it: a velocity with it and one without lie on no line.</param>
    /// <param name="from">The time where the step begins.</param>
    /// <param name="to">The time where it ends.</param>
    public Tensor Along(Tensor now, bool guided, double from, double to)
    {
        if (solver == FlowSolver.Euler)
        {
            return now;
        }

        var (last, before) = (velocity, length);
        (velocity, length) = (now.alias().MoveToOuterDisposeScope(), from - to);
        (var alike, wasGuided) = (guided == wasGuided, guided);
        using (last)
        {
            if (last is null || !alike)
            {
                return now;
            }

            using var share = (length / (2 * before)).ToScalar();
            return now.Plus((now - last).mul(share));
        }
    }

    public void Dispose() => velocity?.Dispose();
}
