using static TorchSharp.torch;

namespace Srum.Models;

/// <summary>
/// Gradient checkpointing (Chen et al. 2016): a stage of which autograd keeps what goes in alone. On the way back the
/// stage is computed again, so that the tensors inside it are held for one stage at a time, not for all of them.
/// </summary>
internal sealed class Recomputed : autograd.SingleTensorFunction<Recomputed>
{
    /// <inheritdoc/>
    public override string Name => nameof(Recomputed);

    /// <summary>
    /// The outcome of a stage: one tensor, for of several those that nobody reads would have undefined gradients.
    /// </summary>
    /// <param name="stage">
    /// Computes the same from the same inputs each time; captures no tensor but parameters, for others may be gone.
    /// </param>
    /// <param name="inputs">Every other tensor that it reads; a floating-point one comes first.</param>
    public static Tensor Of(Func<IReadOnlyList<Tensor>, Tensor> stage, params Tensor[] inputs)
    {
        // Parameters inside get gradients only if something that goes in asks for one.
        Tensor[] leading = inputs.Any(input => input.requires_grad)
            ? inputs : [inputs[0].detach().requires_grad_(), .. inputs.Skip(1)];
        return apply([stage, .. leading]);
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var stage = (Func<IReadOnlyList<Tensor>, Tensor>)vars[0];
        List<Tensor> inputs = [.. vars.Skip(1).Cast<Tensor>()];
        ctx.save_data(nameof(stage), stage);
        ctx.save_for_backward(inputs);
        using var outside = no_grad();
        return stage(inputs);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var stage = (Func<IReadOnlyList<Tensor>, Tensor>)ctx.get_data("stage");
        Tensor[] inputs = [.. ctx.get_saved_variables().Select(
            input => input.detach().requires_grad_(input.requires_grad))];
        using (enable_grad())
        {
            autograd.backward([stage(inputs)], [grad_output]);
        }

        return [null!, .. inputs.Select(input => input.grad?.MoveToOuterDisposeScope()!)];
    }
}
