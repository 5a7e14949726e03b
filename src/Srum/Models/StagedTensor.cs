using static TorchSharp.torch;

namespace Srum.Models;

/// <summary>Networks of many stages hold one stage's tensors at a time, not all of them until the end.</summary>
internal static class StagedTensor
{
    /// <summary>
    /// The outcome of a stage. What the stage made on its way goes, and so does what went in: autograd keeps what the
    /// way back needs.
    /// </summary>
    public static Tensor Then(this Tensor before, Func<Tensor, Tensor> stage)
    {
        using var scope = NewDisposeScope();
        var after = stage(before).MoveToOuterDisposeScope();
        before.Dispose();
        return after;
    }
}
