using Srum.Models;
using Srum.Native;
using Srum.Tests.Models.Bagel;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Tests.Models;

/// <summary>Linear layers against float64, whatever kernel this processor computes them by.</summary>
public sealed class LinearTests
{
    /// <summary>
    /// Few, about where another kernel begins, and such as have been seen to be wrong between ones that were right.
    /// </summary>
    private static readonly long[] Rows = [1, 7, 64, 255, 256, 512, 547, 600, 1152, 2150, 4096, 8192];

    public static TheoryData<string, long, long> Shapes
    {
        get
        {
            var data = new TheoryData<string, long, long>();
            using var shipped = UnifiedModel.Open(Path.Combine(DataFolder.Path, "model"));
            Add("shipped", shipped.Parameters);
            using var fixture = SmallModel.Open();
            Add("fixtures", fixture.Parameters);
            return data;

            void Add(string of, IReadOnlyList<ModelParameter> parameters)
            {
                foreach (var shape in parameters.Where(IsProduct).Select(parameter => parameter.Value.shape)
                    .DistinctBy(shape => (shape[0], shape[1])))
                {
                    data.Add(of, shape[1], shape[0]);
                }
            }

            static bool IsProduct(ModelParameter parameter) =>
                parameter.Value.dim() == 2
                    && !parameter.IsFixed
                    && !parameter.Name.Contains("embed_tokens", StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_and_gradients_are_those_of_float64(string of, long width, long wanted)
    {
        foreach (var rows in Rows)
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator((ulong)(rows + width + wanted));
            var (x, weight, bias) = (Drawn(rows, width).requires_grad_(), Drawn(wanted, width).requires_grad_(),
                Drawn(wanted));
            var gradient = Drawn(rows, wanted);

            var value = Linear.Apply(x, weight, bias);
            value.backward([gradient]);
            Tensor plain;
            using (no_grad())
            {
                plain = Linear.Apply(x, weight, bias);
            }

            var (wide, exact, outer) = (x.detach().to(float64), weight.detach().to(float64), gradient.to(float64));
            var expected = F.linear(wide, exact, bias.to(float64));
            Near(value, expected, width, "values with gradients");
            Near(plain, expected, width, "values");
            Near(x.grad!, outer.mm(exact), wanted, "gradient of the rows");
            Near(weight.grad!, outer.t().mm(wide), rows, "gradient of the weight");

            Tensor Drawn(params long[] shape) => rand(shape, generator: generator).mul(2.0.ToScalar()).sub(Scalars.One);

            void Near(Tensor own, Tensor right, long n, string what)
            {
                var off = (own.detach().to(float64) - right).abs().max().item<double>();
                // Sums of n products of numbers of mean zero in [−1, 1]: eight times u · n.
                var allowed = 8.0 * n / (1 << 24);
                Assert.True(off <= allowed, $"{of}, {rows} rows, {width} → {wanted}, {what}: {off} > {allowed}");
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Leading_dimensions_stay(int dimensions)
    {
        using var scope = NewDisposeScope();
        long[] shape = dimensions == 2 ? [300, 32] : [5, 60, 32];
        var (x, weight) = (randn(shape), randn(64, 32));

        var value = Linear.Apply(x, weight, null);

        Assert.Equal([.. shape[..^1], 64], value.shape);
        Assert.True(allclose(F.linear(x, weight), value, 1e-4, 1e-4));
    }

    [Fact]
    public void Rows_that_lie_apart_in_memory_are_computed_alike()
    {
        using var scope = NewDisposeScope();
        var (all, weight) = (randn(4, 400, 64), randn(48, 32));
        var x = all.narrow(1, 50, 300).narrow(2, 16, 32);

        Assert.True(allclose(F.linear(x, weight), Linear.Apply(x, weight, null), 1e-4, 1e-4));
    }

    [Fact]
    public void In_bfloat16_the_product_alone_is_rounded()
    {
        using var scope = NewDisposeScope();
        var (x, weight, bias) = (randn(300, 192), randn(512, 192), randn(512));

        var value = Linear.Apply(x, weight, bias, ScalarType.BFloat16);

        Assert.Equal(ScalarType.BFloat16, value.dtype);
        var exact = F.linear(
            x.to(bfloat16).to(float64), weight.to(bfloat16).to(float64), bias.to(bfloat16).to(float64));
        var allowed = exact.abs() * (1.5 / 256).ToScalar() + ones_like(exact) * 1e-3.ToScalar();
        Assert.True(((value.to(float64) - exact).abs() <= allowed).all().item<bool>());
    }
}
