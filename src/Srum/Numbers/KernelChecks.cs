using Srum.Models;
using Srum.Models.Bagel;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using GELU = TorchSharp.Modules.GELU;

namespace Srum.Numbers;

/// <summary>
/// What a model is computed by, at its own shapes, against float64: products and their gradients, convolutions and the
/// gradients of their inputs, attention, norms, exponentials and softmax. Products of bfloat16 and attention in it too.
/// </summary>
internal static class KernelChecks
{
    /// <summary>Rows of a token, of a text, of a batch of pictures, and of a training step's batches.</summary>
    private static readonly long[] Rows = [1, 40, 300, 1152, 2560];

    /// <summary>
    /// The largest error of a sum of n products in fp32, in the size of the largest sum: λ √n u, as
    /// Higham and Mary (2019) have it.
    /// </summary>
    private static double Fp32(long n) => 8 * Math.Sqrt(n) / (1 << 24);

    /// <summary>The same where operands and result are rounded to bfloat16: three roundings of up to 2⁻⁸.</summary>
    private static double Bfloat16(long n) => Fp32(n) + (3.0 / (1 << 8));

    /// <summary>Everything that is checked, in the order of <see cref="KernelChecks"/>'s description.</summary>
    public static IReadOnlyList<NumberCheck> Of(BagelParts parts)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var random = new Random(generator);
        return
        [
            Products("fp32 products", parts, random, ScalarType.Float32, Fp32),
            Products("bf16 products", parts, random, ScalarType.BFloat16, Bfloat16),
            Convolutions(parts, random),
            Attention("fp32 attention", parts, random, ScalarType.Float32, Fp32),
            Attention("bf16 attention", parts, random, ScalarType.BFloat16, Bfloat16),
            Norms(parts, random),
            Exponentials(random),
        ];
    }

    private static NumberCheck Products(
        string name, BagelParts parts, Random random, ScalarType type, Func<long, double> allowed)
    {
        var worst = new Worst(name);
        foreach (var (width, wanted) in Widths(parts))
        {
            foreach (var rows in Rows)
            {
                using var scope = NewDisposeScope();
                var x = random.Next(rows, width).to(type).requires_grad_();
                var weight = random.Next(wanted, width).to(type).requires_grad_();
                var gradient = random.Next(rows, wanted).to(type);
                var value = Linear.Apply(x, weight, null);
                value.backward([gradient]);
                var (wide, matrix, outer) = (Wide(x), Wide(weight), Wide(gradient));
                var shape = $"{rows} rows, {width} → {wanted}";
                worst.Take(value, F.linear(wide, matrix), allowed(width), shape);
                worst.Take(x.grad!, outer.mm(matrix), allowed(wanted), $"gradient of the rows at {shape}");
                worst.Take(weight.grad!, outer.t().mm(wide), allowed(rows), $"gradient of the weight at {shape}");
            }
        }

        return worst.Check;
    }

    private static NumberCheck Convolutions(BagelParts parts, Random random)
    {
        var worst = new Worst("convolutions");
        var shapes = parts.AutoencoderStore.Parameters.Select(parameter => parameter.Value.shape)
            .Where(shape => shape.Length == 4).DistinctBy(shape => string.Join(' ', shape));
        foreach (var shape in shapes)
        {
            foreach (var side in (int[])[8, 32])
            {
                using var scope = NewDisposeScope();
                var x = random.Next(4, shape[1], side, side).requires_grad_();
                var (weight, bias) = (random.Next(shape), random.Next(shape[0]));
                var padding = (int)shape[2] / 2;
                var value = Convolution.Apply(x, weight, bias, 1, padding);
                value.sum().backward();
                var exact = Wide(x).requires_grad_();
                var expected = F.conv2d(exact, Wide(weight), Wide(bias), null, [padding, padding]);
                expected.sum().backward();
                var area = shape[2] * shape[3];
                var at = $"{shape[1]} → {shape[0]} channels, {shape[2]} × {shape[3]}, {side} × {side} pixels";
                worst.Take(value, expected, Fp32(shape[1] * area), at);
                worst.Take(x.grad!, exact.grad!, Fp32(shape[0] * area), $"gradient of the input at {at}");
            }
        }

        return worst.Check;
    }

    private static NumberCheck Attention(
        string name, BagelParts parts, Random random, ScalarType type, Func<long, double> allowed)
    {
        var worst = new Worst(name);
        var language = parts.Config.Language;
        var (heads, width) = (language.KeyValueHeads, language.HeadWidth);
        foreach (var (rows, seen, masked) in ((int, int, bool)[])[(18, 50, false), (60, 60, true), (300, 320, true)])
        {
            using var scope = NewDisposeScope();
            var query = random.Next(8, heads, rows, width).to(type);
            var (key, value) = (random.Next(8, heads, seen, width).to(type),
                random.Next(8, heads, seen, width).to(type));
            var mask = masked
                ? ones(rows, seen, dtype: ScalarType.Bool).tril(seen - rows).reshape(1, 1, rows, seen)
                : null;
            using var scale = (1 / Math.Sqrt(width)).ToScalar();
            var scores = Wide(query).matmul(Wide(key).transpose(-1, -2)).mul(scale);
            using var never = double.NegativeInfinity.ToScalar();
            scores = mask is null ? scores : scores.masked_fill(mask.logical_not(), never);
            worst.Take(
                F.scaled_dot_product_attention(query, key, value, mask), F.softmax(scores, -1).matmul(Wide(value)),
                // Scores are rounded too, and a softmax passes on what its exponents are off by.
                3 * allowed(width + seen), $"{rows} rows that see {seen}{(masked ? ", masked" : "")}");
        }

        return worst.Check;
    }

    private static NumberCheck Norms(BagelParts parts, Random random)
    {
        var worst = new Worst("norms");
        using var scope = NewDisposeScope();
        using var epsilon = 1e-6.ToScalar();
        foreach (var width in (long[])[parts.Config.Language.HiddenSize, parts.Config.Language.HeadWidth])
        {
            var (x, weight) = (random.Next(1152, width), random.Next(width));
            var wide = Wide(x);
            var expected = wide * wide.Squared().mean([-1], keepdim: true).Plus(epsilon).rsqrt() * Wide(weight);
            worst.Take(RmsNorm.Apply(x, weight, epsilon), expected, Fp32(width), $"root mean square over {width}");
        }

        var vision = parts.Config.Vision.HiddenSize;
        var (rows, scales, shifts) = (random.Next(1152, vision), random.Next(vision), random.Next(vision));
        worst.Take(
            F.layer_norm(rows, [vision], scales, shifts, 1e-6),
            F.layer_norm(Wide(rows), [vision], Wide(scales), Wide(shifts), 1e-6), Fp32(vision),
            $"layer norm over {vision}");
        var channels = (long)parts.Config.Autoencoder.Channels;
        var (pictures, gains, offsets) = (random.Next(8, channels, 32, 32), random.Next(channels),
            random.Next(channels));
        const long Groups = Models.Convolutions.NormGroups;
        worst.Take(
            F.group_norm(pictures, Groups, gains, offsets, 1e-6),
            F.group_norm(Wide(pictures), Groups, Wide(gains), Wide(offsets), 1e-6), Fp32(32 * 32 * channels / Groups),
            $"group norm of {channels} channels");
        return worst.Check;
    }

    private static NumberCheck Exponentials(Random random)
    {
        var worst = new Worst("exp, softmax");
        using var scope = NewDisposeScope();
        using var eight = 8.0.ToScalar();
        var x = random.Next(300, 528).mul(eight);
        var wide = Wide(x);
        var ulps = Fp32(1);
        // Of each number by itself: an exponential's size goes over many powers of two.
        worst.Take(x.exp() / wide.exp().to(ScalarType.Float32), ones_like(wide), ulps, "exp");
        worst.Take(F.softmax(x, -1), F.softmax(wide, -1), Fp32(528), "softmax over 528");
        worst.Take(F.log_softmax(x, -1), F.log_softmax(wide, -1), Fp32(528), "log-softmax over 528");
        worst.Take(F.silu(x), F.silu(wide), ulps, "SiLU");
        worst.Take(x.gelu(GELU.Approximate.tanh), wide.gelu(GELU.Approximate.tanh), ulps, "GELU");
        return worst.Check;
    }

    // Widths of every linear layer: embeddings are looked up, tables added.
    private static IEnumerable<(long Width, long Wanted)> Widths(BagelParts parts) => parts.Store.Parameters
        .Where(parameter => parameter.Value.dim() == 2 && !BagelParts.IsTable(parameter.Name)
            && !parameter.Name.Contains("embed", StringComparison.Ordinal))
        .Select(parameter => (parameter.Value.shape[1], parameter.Value.shape[0])).Distinct();

    private static Tensor Wide(Tensor tensor) => tensor.detach().to(ScalarType.Float64);

    /// <summary>Numbers in [−1, 1] from one generator.</summary>
    private sealed class Random(Generator generator)
    {
        public Tensor Next(params long[] shape)
        {
            var numbers = rand(shape, generator: generator);
            return numbers.Plus(numbers).sub_(Scalars.One);
        }
    }

    /// <summary>The result that is farthest off, measured against what it may be off by.</summary>
    private sealed class Worst(string name)
    {
        public NumberCheck Check { get; private set; } = new(name, "", 0);

        public void Take(Tensor own, Tensor exact, double allowed, string at)
        {
            using var scope = NewDisposeScope();
            var off = (Wide(own) - exact.detach()).abs().max().item<double>();
            var deviation = off / (allowed * exact.detach().abs().max().item<double>());
            // A number that is none is the worst of all, and stays.
            if (!double.IsNaN(Check.Deviation) && !(deviation <= Check.Deviation))
            {
                Check = Check with { Worst = at, Deviation = deviation };
            }
        }
    }
}
