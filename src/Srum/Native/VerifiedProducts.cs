using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>
/// Linear layers by a kernel that is faster than torch's plain one and trusted only where it was seen to be right: at
/// the first use of a shape each candidate is held against plain products (<see cref="ProductCheck"/>), and the first
/// that agrees computes that shape from then on; if none does, the plain one. Whoever chooses a kernel by a look at the
/// machine does it here. Safe for several threads.
/// </summary>
/// <param name="plain">The kernel that is trusted.</param>
/// <param name="candidates">Faster ones, the fastest first.</param>
/// <param name="tell">Takes the one line for each pair of widths at which a candidate was wrong.</param>
internal sealed class VerifiedProducts(
    ProductKernel plain, IReadOnlyList<ProductKernel> candidates, Action<string> tell)
{
    private readonly ConcurrentDictionary<ProductShape, Lazy<Choice>> chosen = [];
    private readonly ConcurrentDictionary<(long In, long Out, string Kernel), bool> told = [];
    private long checkTicks;

    /// <summary>Time that comparing has taken.</summary>
    public TimeSpan Checking => TimeSpan.FromTicks(Interlocked.Read(ref checkTicks));

    /// <summary>Which kernels compute what, by widths; shapes that were never met are not in it.</summary>
    public IReadOnlyList<KernelUse> Uses =>
    [
        .. chosen.Where(found => found.Value.IsValueCreated)
            .Select(found => (Shape: found.Key, Choice: found.Value.Value))
            .GroupBy(found => (found.Shape.Type, found.Shape.In, found.Shape.Out, found.Choice.Kernel.Name))
            .OrderBy(group => group.Key)
            .Select(group => new KernelUse(
                $"{group.Key.Type}", group.Key.In, group.Key.Out, group.Key.Name,
                group.Select(found => found.Shape.Rows).Distinct().Count(),
                [.. group.SelectMany(found => found.Choice.Wrong).Select(wrong => wrong.Name).Distinct().Order()])),
    ];

    /// <summary>x (rows, in) · weight (out, in)ᵀ + bias (out), by the kernel of its shape.</summary>
    public Tensor Apply(Tensor x, Tensor weight, Tensor? bias)
    {
        if (TorchContext.IsPlain)
        {
            return plain.Apply(x, weight, bias);
        }

        var (rows, widths) = (x.shape[0], weight.shape);
        var isGraded = is_grad_enabled()
            && (x.requires_grad || weight.requires_grad || bias is { requires_grad: true });
        var shape = new ProductShape(
            rows, widths[1], widths[0], bias is not null, x.dtype, isGraded, get_num_threads());
        return chosen.TryGetValue(shape, out var choice)
            ? Made(shape, choice).Kernel.Apply(x, weight, bias)
            : ApplyFirst(shape, x, weight, bias);
    }

    /// <summary>The kernel that computes a shape, decided without data at hand where it was never used.</summary>
    public ProductKernel KernelOf(ProductShape shape) => Made(
        shape, chosen.GetOrAdd(shape, static (shape, own) => new(() => own.Choose(shape, null)), this)).Kernel;

    // Values are checked on what is to be computed anyway, so that nothing is computed for the check alone.
    private Tensor ApplyFirst(ProductShape shape, Tensor x, Tensor weight, Tensor? bias)
    {
        // Another thread with the same shape may be the one that chooses: what it computes belongs to its own scope.
        Tensor? value = null;
        var thread = Environment.CurrentManagedThreadId;
        var choice = chosen.GetOrAdd(shape, new Lazy<Choice>(() => Choose(shape, shape.IsGraded ? null : Deviation)));
        var kernel = Made(shape, choice).Kernel;
        return value ?? kernel.Apply(x, weight, bias);

        double? Deviation(ProductKernel candidate)
        {
            value = candidate.Apply(x, weight, bias);
            var off = Timed(() => ProductCheck.OfValues(value, x, weight, bias));
            if (off is not <= 1 || Environment.CurrentManagedThreadId != thread)
            {
                value.Dispose();
                value = null;
            }

            return off;
        }
    }

    // A choice that failed would fail for as long as the process lives, though memory that was missing comes back.
    private Choice Made(ProductShape shape, Lazy<Choice> choice)
    {
        try
        {
            return choice.Value;
        }
        catch
        {
            chosen.TryRemove(KeyValuePair.Create(shape, choice));
            throw;
        }
    }

    private T Timed<T>(Func<T> check)
    {
        var clock = Stopwatch.StartNew();
        var found = check();
        Interlocked.Add(ref checkTicks, clock.Elapsed.Ticks);
        return found;
    }

    private Choice Choose(ProductShape shape, Func<ProductKernel, double?>? atHand)
    {
        var wrong = new List<ProductKernel>();
        var worst = 0.0;
        foreach (var candidate in candidates)
        {
            var deviation = atHand?.Invoke(candidate) ?? Timed(() => ProductCheck.OfKernel(candidate, shape));
            if (deviation <= 1)
            {
                return Told(candidate);
            }

            worst = wrong.Count == 0 ? deviation : worst;
            wrong.Add(candidate);
        }

        return Told(plain);

        Choice Told(ProductKernel kernel)
        {
            if (wrong.Count > 0 && told.TryAdd((shape.In, shape.Out, wrong[0].Name), true))
            {
                tell(string.Create(
                    CultureInfo.InvariantCulture,
                    $"This processor computes products of {shape.In} → {shape.Out} ({shape.Type}, {shape.Rows} rows) "
                    + $"wrongly by {wrong[0].Name} ({worst:g2} times what rounding explains): {kernel.Name} is used "
                    + $"for them."));
            }

            return new Choice(kernel, wrong);
        }
    }

    private sealed record Choice(ProductKernel Kernel, IReadOnlyList<ProductKernel> Wrong);
}
