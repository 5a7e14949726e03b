using System.Collections.Concurrent;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>
/// Linear layers by a kernel that is faster than torch's plain one and trusted only where it was seen to be right: at the
/// first use of a shape each candidate is compared with the plain kernel, and the first that agrees computes that shape
/// from then on; if none does, the plain one. Whoever chooses a kernel by a look at the machine does it here. Safe for
/// several threads.
/// </summary>
/// <param name="plain">The kernel that is trusted.</param>
/// <param name="candidates">Faster ones, the fastest first.</param>
/// <param name="tell">Takes the one line for each pair of widths at which a candidate was wrong.</param>
internal sealed class VerifiedProducts(ProductKernel plain, IReadOnlyList<ProductKernel> candidates, Action<string> tell)
{
    private readonly ConcurrentDictionary<ProductShape, Lazy<ProductKernel>> chosen = [];
    private readonly ConcurrentDictionary<(long In, long Out, string Kernel), bool> told = [];

    /// <summary>x (rows, in) · weight (out, in)ᵀ + bias (out), by the kernel of its shape.</summary>
    public Tensor Apply(Tensor x, Tensor weight, Tensor? bias)
    {
        var isGraded = is_grad_enabled() && (x.requires_grad || weight.requires_grad || bias is { requires_grad: true });
        var (rows, widths) = (x.shape[0], weight.shape);
        var shape = new ProductShape(rows, widths[1], widths[0], bias is not null, x.dtype, isGraded, get_num_threads());
        return KernelOf(shape).Apply(x, weight, bias);
    }

    /// <summary>The kernel that computes a shape.</summary>
    public ProductKernel KernelOf(ProductShape shape) => chosen.GetOrAdd(shape, static (shape, own) => new(() => own.Choose(shape)), this).Value;

    private ProductKernel Choose(ProductShape shape)
    {
        ProductKernel? wrong = null;
        var worst = 0.0;
        foreach (var candidate in candidates)
        {
            var deviation = ProductCheck.Deviation(candidate, plain, shape);
            if (deviation <= 1)
            {
                Tell(candidate);
                return candidate;
            }

            (wrong, worst) = (wrong ?? candidate, wrong is null ? deviation : worst);
        }

        Tell(plain);
        return plain;

        void Tell(ProductKernel instead)
        {
            if (wrong is not null && told.TryAdd((shape.In, shape.Out, wrong.Name), true))
            {
                tell(string.Create(
                    CultureInfo.InvariantCulture,
                    $"This processor computes products of {shape.In} → {shape.Out} ({shape.Type}, {shape.Rows} rows) wrongly by {wrong.Name} "
                    + $"({worst:g2} times what rounding explains): {instead.Name} is used for them."));
            }
        }
    }
}
