using Srum.Models.Bagel;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models;

/// <summary>
/// The parts that convolutional picture codecs since VQGAN are built of, over parameters that are taken by name and
/// shape where they are first used.
/// </summary>
/// <param name="store">The parameters.</param>
internal sealed class Convolutions(ParameterStore store)
{
    /// <summary>Groups of every norm.</summary>
    public const int NormGroups = 32;

    private const double NormEpsilon = 1e-6;

    /// <summary>A convolution; by default it keeps height and width.</summary>
    public Tensor Conv(string name, Tensor x, long width, int kernel = 3, int stride = 1, int? padding = null)
    {
        var pad = padding ?? kernel / 2;
        var weight = store.Take(name + ".weight", width, x.shape[1], kernel, kernel);
        return F.conv2d(x, weight, store.Take(name + ".bias", width), [stride, stride], [pad, pad]);
    }

    /// <summary>A group norm.</summary>
    public Tensor Norm(string name, Tensor x) => F.group_norm(
        x, NormGroups, store.Take(name + ".weight", x.shape[1]), store.Take(name + ".bias", x.shape[1]), NormEpsilon);

    /// <summary>Two convolutions beside the identity, or beside a projection where the width changes.</summary>
    public Tensor Residual(string name, Tensor x, long width)
    {
        var inner = Conv(name + ".conv1", F.silu(Norm(name + ".norm1", x)), width);
        inner = Conv(name + ".conv2", F.silu(Norm(name + ".norm2", inner)), width);
        return (x.shape[1] == width ? x : Conv(name + ".nin_shortcut", x, width, kernel: 1)).Plus(inner);
    }

    /// <summary>Attention of one head over all pixels, beside the identity.</summary>
    public Tensor Attend(string name, Tensor x)
    {
        var (batch, width, height, columns) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        var normed = Norm(name + ".norm", x);
        var mixed = F.scaled_dot_product_attention(Rows("q"), Rows("k"), Rows("v"));
        var back = mixed.squeeze(1).transpose(1, 2).reshape(batch, width, height, columns);
        return x.Plus(Conv(name + ".proj_out", back, width, kernel: 1));

        Tensor Rows(string part) =>
            Conv($"{name}.{part}", normed, width, kernel: 1).flatten(2).transpose(1, 2).unsqueeze(1);
    }

    /// <summary>
    /// Half the height and width: one row and column of zeros at the bottom and right alone, then a stride of two.
    /// </summary>
    public Tensor Halve(string name, Tensor x, long width) =>
        Conv(name, F.pad(x, [0, 1, 0, 1]), width, stride: 2, padding: 0);

    /// <summary>Twice the height and width: each pixel four times, then a convolution.</summary>
    public Tensor Twice(string name, Tensor x, long width) =>
        Conv(name, F.interpolate(x, scale_factor: [2.0, 2.0], mode: InterpolationMode.Nearest), width);
}
