using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>
/// Holds a product kernel against plain matrix–vector products (Freivalds 1977): y = x wᵀ + b must give y v = x (wᵀ v)
/// + b v for a vector v that the kernel does not know, and its gradients likewise. Every row and column has its part in
/// it, at the cost of reading them once.
/// </summary>
internal static class ProductCheck
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>The largest relative error of rounding to bfloat16.</summary>
    private const double NarrowRoundoff = 1.0 / (1 << 8);

    private static readonly Scalar Least = 1e-37.ToScalar();

    private const int NoiseCount = 1 << 20;

    private static readonly Lazy<Tensor> Noise = new(() =>
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var numbers = rand([NoiseCount], generator: generator);
        return numbers.Plus(numbers).sub_(Scalars.One).DetachFromDisposeScope();
    });

    /// <summary>How far values are off that a kernel computed of data at hand.</summary>
    /// <returns>
    /// In units of what rounding explains: at most 1 when they are right, NaN when they are no numbers. Null where the
    /// data cannot tell: they are not finite themselves, or a column of weights is zero, as at the start of a training.
    /// </returns>
    public static double? OfValues(Tensor value, Tensor x, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var vector = Drawn(1, float32, weight.shape[0]);
        var matrix = Plain(weight).t();
        if (matrix.abs().amax([0]).min().item<float>() is not > 0)
        {
            return null;
        }

        var constant = bias is null ? null : Plain(bias);
        var expected = new NestedSum(Plain(x), matrix, vector, constant);
        return expected.IsTelling ? expected.Deviation(value, x.dtype) : null;
    }

    /// <summary>
    /// How far a kernel is off in its values and gradients, on numbers drawn from [−1, 1] for the purpose.
    /// </summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="shape">What to compute.</param>
    /// <returns>As of <see cref="OfValues"/>.</returns>
    public static double OfKernel(ProductKernel kernel, ProductShape shape)
    {
        using var scope = NewDisposeScope();
        using var mode = shape.IsGraded ? (IDisposable)enable_grad() : no_grad();
        var x = Drawn(2, shape.Type, shape.Rows, shape.In).requires_grad_(shape.IsGraded);
        var weight = Drawn(3, shape.Type, shape.Out, shape.In).requires_grad_(shape.IsGraded);
        var bias = shape.HasBias ? Drawn(4, shape.Type, shape.Out) : null;
        var value = kernel.Apply(x, weight, bias);
        var gradient = shape.IsGraded ? Drawn(5, shape.Type, shape.Rows, shape.Out) : null;
        var gradients = gradient is null ? [] : autograd.grad([value], [x, weight], [gradient]);

        using var outside = no_grad();
        var off = OfValues(value, x, weight, bias)!.Value;
        if (gradient is null)
        {
            return off;
        }

        var (rows, matrix, sent, vector) = (Plain(x), Plain(weight), Plain(gradient), Drawn(6, float32, shape.In));
        // Math.Max keeps a NaN.
        off = Math.Max(off, new NestedSum(sent, matrix, vector).Deviation(gradients[0], shape.Type));
        return Math.Max(off, new NestedSum(sent.t(), rows, vector).Deviation(gradients[1], shape.Type));
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

    /// <summary>
    /// A matrix a (rows, n) times a matrix b (n, m) times a vector v (m), with a constant c (m) to the product.
    /// </summary>
    private sealed class NestedSum(Tensor a, Tensor b, Tensor v, Tensor? c = null)
    {
        private readonly Tensor sum = Plus(a.mv(b.mv(v)), c, v);

        private readonly Tensor size = Plus(a.abs().mv(b.abs().mv(v.abs())), c?.abs(), v.abs());

        /// <summary>Whether the numbers are finite and not all zero.</summary>
        public bool IsTelling => size.max().item<float>() is > 0 and < float.PositiveInfinity && sum.IsFinite();

        /// <summary>
        /// How far a product a b + c is off by this sum. In fp32 both ways to sum are off by u (√n + √m) Σ|a b v| at
        /// most but for a chance of about exp(−2) a sum, and kernels that sum in dozens of parts by far less (Higham
        /// and Mary 2019). Rounding products to bfloat16 adds independent errors, whose sum has a size of about r |y
        /// v|; six of those.
        /// </summary>
        public double Deviation(Tensor product, ScalarType type)
        {
            var y = Plain(product);
            using var exact = (2 * UnitRoundoff * (Math.Sqrt(a.shape[1]) + Math.Sqrt(v.shape[0]))).ToScalar();
            var allowed = size.mul(exact);
            if (type == ScalarType.BFloat16)
            {
                using var rounded = (6 * NarrowRoundoff).ToScalar();
                allowed = allowed.Plus(y.Squared().mv(v.Squared()).sqrt().mul(rounded));
            }

            // A row of zeros is zero either way.
            return ((y.mv(v) - sum).abs() / allowed.clamp_min(Least)).max().item<float>();
        }

        private static Tensor Plus(Tensor sums, Tensor? constant, Tensor vector) =>
            constant is null ? sums : sums.Plus(constant.dot(vector));
    }
}
