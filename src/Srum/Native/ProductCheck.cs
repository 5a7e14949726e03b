using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>
/// Compares two ways to compute a product: its values and, where gradients flow, those of x and of the weight. The operands
/// are drawn from [−1, 1] for the purpose, since the data at hand can hide a fault (a weight that starts at zero).
/// </summary>
internal static class ProductCheck
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>
    /// Rounding to bfloat16 is off by 2⁻⁸ of a number at most, and three roundings meet: of the trusted result, of the
    /// other, and perhaps of its sum before the bias, which lies in [−1, 1] as well.
    /// </summary>
    private static readonly Scalar RoundedThrice = (3.0 / (1 << 8)).ToScalar();

    /// <summary>
    /// The largest difference that rounding explains between two sums of n products of numbers in [−1, 1]. Summed in any
    /// order in fp32, each is off by λ √n u Σ|aᵢbᵢ| at most but for a chance of about exp(−λ²/2) (Higham and Mary 2019);
    /// the sum's size is n / 4 for uniform numbers, λ = 8, and there are two of them.
    /// </summary>
    public static double Tolerance(long n) => 2 * 8 * Math.Sqrt(n) * UnitRoundoff * (n / 4.0);

    /// <summary>How far a kernel is off, in tolerances: at most 1 when it is right; not a number when its result is none.</summary>
    /// <param name="kernel">The one in question.</param>
    /// <param name="plain">The one that is trusted.</param>
    /// <param name="shape">What to compute.</param>
    public static double Deviation(ProductKernel kernel, ProductKernel plain, ProductShape shape)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)(shape.Rows + shape.In + shape.Out));
        var (x, weight, gradient) = (Drawn(shape.Rows, shape.In), Drawn(shape.Out, shape.In), Drawn(shape.Rows, shape.Out));
        var bias = shape.HasBias ? Drawn(1, shape.Out).squeeze(0) : null;
        if (!shape.IsGraded)
        {
            using var outside = no_grad();
            return Off(kernel.Apply(x, weight, bias), plain.Apply(x, weight, bias), shape.In);
        }

        using var inside = enable_grad();
        var (own, trusted) = (Passes(kernel), Passes(plain));
        // A row's gradient is a sum over the columns of the result, a weight's one over the rows. Math.Max keeps a NaN.
        return Math.Max(
            Off(own.Value, trusted.Value, shape.In),
            Math.Max(Off(own.OfRows, trusted.OfRows, shape.Out), Off(own.OfWeight, trusted.OfWeight, shape.Rows)));

        Tensor Drawn(long rows, long columns)
        {
            var numbers = rand([rows, columns], generator: generator);
            return numbers.Plus(numbers).sub_(Scalars.One).to(shape.Type);
        }

        (Tensor Value, Tensor OfRows, Tensor OfWeight) Passes(ProductKernel kernel)
        {
            var (rows, matrix) = (x.detach().requires_grad_(), weight.detach().requires_grad_());
            var value = kernel.Apply(rows, matrix, bias);
            var gradients = autograd.grad([value], [rows, matrix], [gradient]);
            return (value.detach(), gradients[0], gradients[1]);
        }
    }

    private static double Off(Tensor own, Tensor trusted, long n)
    {
        using var outside = no_grad();
        var (wide, exact) = (own.to(ScalarType.Float32), trusted.to(ScalarType.Float32));
        var difference = (wide - exact).abs_();
        return (own.dtype == ScalarType.BFloat16 ? difference - exact.abs().Plus(Scalars.One).mul(RoundedThrice) : difference).max().Number() / Tolerance(n);
    }
}
