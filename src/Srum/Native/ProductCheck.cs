using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>
/// Holds a product kernel against plain matrix–vector products (Freivalds 1977): y = x wᵀ + b must give y v = x (wᵀ v) + b v
/// for a vector v that the kernel does not know, and the gradients likewise. Every row and column has its part in it, at
/// the cost of reading them once. The operands are random for the purpose, since the data at hand can hide a fault (a
/// weight that starts at zero).
/// </summary>
internal static class ProductCheck
{
    /// <summary>Standard deviations that are allowed: nobody ever meets so many.</summary>
    private const double Deviations = 8;

    private const double UnitRoundoff = 1.0 / (1 << 24);

    private const int NoiseCount = 1 << 21;

    private static readonly Lazy<Tensor> Noise = new(() =>
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var numbers = rand([NoiseCount], generator: generator);
        return numbers.Plus(numbers).sub_(Scalars.One).DetachFromDisposeScope();
    });

    /// <summary>
    /// The largest difference that rounding explains between two ways to sum n · m products of three independent numbers of
    /// mean zero in [−1, 1], n of them first. An fp32 sum of k such numbers is off by the order of u · k times their
    /// size, not by √k more (Higham and Mary 2020); nested, by u (√n + √m) √(n m). Where the inner sums are then rounded to
    /// r of themselves, m errors of the order of r √n / 9 come in, as often as three times.
    /// </summary>
    /// <param name="n">Terms of an inner sum, which the kernel computes.</param>
    /// <param name="m">Inner sums that are summed by the vector.</param>
    /// <param name="type">Type that results are rounded to.</param>
    public static double Tolerance(long n, long m, ScalarType type)
    {
        var rounding = type == ScalarType.BFloat16 ? 1.0 / (1 << 8) : 0;
        return Deviations * Math.Sqrt((double)n * m)
            * ((UnitRoundoff * (Math.Sqrt(n) + Math.Sqrt(m))) + (rounding / 6));
    }

    /// <summary>How far a kernel is off, in tolerances: at most 1 when it is right, NaN when its result is no number.</summary>
    /// <param name="kernel">The one in question.</param>
    /// <param name="shape">What to compute.</param>
    public static double Deviation(ProductKernel kernel, ProductShape shape)
    {
        using var scope = NewDisposeScope();
        using var mode = shape.IsGraded ? (IDisposable)enable_grad() : no_grad();
        var x = Drawn(1, shape.Type, shape.Rows, shape.In).requires_grad_(shape.IsGraded);
        var weight = Drawn(2, shape.Type, shape.Out, shape.In).requires_grad_(shape.IsGraded);
        var bias = shape.HasBias ? Drawn(3, shape.Type, shape.Out) : null;
        var value = kernel.Apply(x, weight, bias);
        var gradient = shape.IsGraded ? Drawn(4, shape.Type, shape.Rows, shape.Out) : null;
        var gradients = gradient is null ? [] : autograd.grad([value], [x, weight], [gradient]);

        using var outside = no_grad();
        var (rows, matrix) = (Plain(x), Plain(weight));
        var (outer, inner) = (Drawn(5, float32, shape.Out), Drawn(6, float32, shape.In));
        var expected = rows.mv(matrix.t().mv(outer));
        expected = bias is null ? expected : expected.Plus(Plain(bias).dot(outer));
        var off = Off(Plain(value).mv(outer), expected, shape.In, shape.Out);
        if (gradient is null)
        {
            return off;
        }

        var sent = Plain(gradient);
        // Math.Max keeps a NaN.
        off = Math.Max(off, Off(Plain(gradients[0]).mv(inner), sent.mv(matrix.mv(inner)), shape.Out, shape.In));
        return Math.Max(off, Off(Plain(gradients[1]).mv(inner), sent.t().mv(rows.mv(inner)), shape.Rows, shape.In));

        double Off(Tensor own, Tensor right, long n, long m) =>
            (own - right).abs_().max().item<float>() / Tolerance(n, m, shape.Type);
    }

    private static Tensor Plain(Tensor tensor) => tensor.detach().to(float32);

    // Numbers from a place of their own in one store of noise, over again where it is too short.
    private static Tensor Drawn(int place, ScalarType type, params long[] shape)
    {
        var (count, first) = (shape.Aggregate(1L, (a, b) => a * b), place * 10007L);
        var times = (first + count + NoiseCount - 1) / NoiseCount;
        var noise = times == 1 ? Noise.Value : Noise.Value.repeat(times);
        return noise.narrow(0, first, count).reshape(shape).to(type).detach();
    }
}
