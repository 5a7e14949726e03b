using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019) with clipping of the global norm, in torch's fused kernel. TorchSharp's own
/// optimisers make temporary scalars that the garbage collector can free during the call; here every number
/// travels in a tensor. Parameters without a gradient stay as they are. The norm is summed row by row and then in
/// float64: in fp32 alone that of a matrix of 68 million numbers comes out too small by some thousandths.
/// </summary>
public sealed class AdamW : IDisposable
{
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(
        """
        def step(params: List[Tensor], grads: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], numbers: Tensor):
            none: List[Tensor] = []
            rows = [torch.linalg_vector_norm(torch.atleast_1d(grad), dim=[-1]) for grad in grads]
            norm = torch.linalg_vector_norm(torch.cat([row.flatten().double() for row in rows]))
            if not bool(torch.isfinite(norm)):
                return norm
            clip = float(numbers[5])
            if clip > 0.0:
                torch._foreach_mul_(grads, torch.clamp(clip / (norm + 1e-6), max=1.0).to(grads[0].dtype))
            torch._foreach_add_(steps, 1)
            torch._fused_adamw_(params, grads, means, squares, none, steps, lr=float(numbers[0]), beta1=float(numbers[1]), beta2=float(numbers[2]), weight_decay=float(numbers[4]), eps=float(numbers[3]), amsgrad=False, maximize=False)
            return norm

        """));

    private readonly IReadOnlyList<Tensor> parameters;
    private readonly Tensor[] means;
    private readonly Tensor[] squares;
    private readonly Tensor[] steps;
    private readonly AdamWSettings settings;

    /// <summary>Starts with empty moments.</summary>
    public AdamW(IReadOnlyList<Tensor> parameters, AdamWSettings settings)
    {
        (this.parameters, this.settings) = (parameters, settings);
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        means = [.. parameters.Select(parameter => zeros_like(parameter))];
        squares = [.. parameters.Select(parameter => zeros_like(parameter))];
        steps = [.. parameters.Select(parameter => zeros([], dtype: float32, device: parameter.device))];
        // All are there: where memory ends half way, those that were made end with the scope.
        foreach (var state in All)
        {
            state.DetachFromDisposeScope();
        }
    }

    /// <summary>The state that a checkpoint keeps: for each parameter its two moments and its count of steps.</summary>
    public IReadOnlyList<(Tensor Mean, Tensor Square, Tensor Steps)> State =>
        [.. means.Select((mean, i) => (mean, squares[i], steps[i]))];

    /// <summary>
    /// Clips the gradients, moves the parameters and forgets the gradients. Where the gradients' norm is not finite
    /// nothing moves, and the gradients stay.
    /// </summary>
    /// <param name="learningRate">Learning rate of this step.</param>
    /// <returns>The 2-norm of all gradients before clipping.</returns>
    public double Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var moved = Enumerable.Range(0, parameters.Count).Where(i => parameters[i].grad is not null).ToArray();
        if (moved.Length == 0)
        {
            return 0;
        }

        var numbers = tensor(
            [learningRate, settings.Beta1, settings.Beta2, settings.Epsilon, settings.WeightDecay, settings.ClipNorm],
            dtype: float64);
        var norm = (Tensor)Script.Value.invoke(
            "step", Of(i => parameters[i]), Of(i => parameters[i].grad!), Of(i => means[i]), Of(i => squares[i]),
            Of(i => steps[i]), numbers);
        var length = norm.Number();
        if (double.IsFinite(length))
        {
            Forget();
        }

        return length;

        Tensor[] Of(Func<int, Tensor> select) => [.. moved.Select(select)];
    }

    /// <summary>Forgets the gradients.</summary>
    public void Forget()
    {
        foreach (var parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>Frees the moments; the parameters belong to the model.</summary>
    public void Dispose()
    {
        foreach (var state in All)
        {
            state.Dispose();
        }
    }

    private IEnumerable<Tensor> All => means.Concat(squares).Concat(steps);
}
