using Srum.Native;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models;

/// <summary>
/// The parts that convolutional picture codecs since VQGAN are built of. Parameters are taken first, then used by name.
/// </summary>
/// <param name="store">The parameters.</param>
/// <param name="prefix">Beginning of their names.</param>
internal sealed class Convolutions(ParameterStore store, string prefix)
{
    /// <summary>Groups of every norm.</summary>
    public const int NormGroups = 32;

    /// <summary>Most levels: further ones halve the picture further, and no picture has so many halves.</summary>
    public const int MostLevels = 12;

    /// <summary>Most channels of a level, some hundred times those of published codecs.</summary>
    public const int MostChannels = 1 << 16;

    private const double NormEpsilon = 1e-6;

    /// <summary>Whether a codec can have such levels.</summary>
    /// <param name="channels">Channels of a level of factor 1.</param>
    /// <param name="factors">The levels' factors.</param>
    public static bool Fit(int channels, IReadOnlyList<int> factors) => factors.Count <= MostLevels && factors.All(
        factor => (long)channels * factor is <= MostChannels and var width && width % NormGroups == 0);

    /// <summary>Takes a convolution's parameters.</summary>
    public void TakeConv(string name, int from, int to, int kernel = 3)
    {
        store.Take($"{prefix}{name}.weight", to, from, kernel, kernel);
        store.Take($"{prefix}{name}.bias", to);
    }

    /// <summary>Takes a norm's parameters.</summary>
    public void TakeNorm(string name, int width)
    {
        store.Take($"{prefix}{name}.weight", width);
        store.Take($"{prefix}{name}.bias", width);
    }

    /// <summary>Takes a residual block's parameters.</summary>
    public void TakeResidual(string name, int from, int to)
    {
        TakeNorm(name + ".norm1", from);
        TakeConv(name + ".conv1", from, to);
        TakeNorm(name + ".norm2", to);
        TakeConv(name + ".conv2", to, to);
        if (from != to)
        {
            TakeConv(name + ".nin_shortcut", from, to, kernel: 1);
        }
    }

    /// <summary>Takes an attention's parameters.</summary>
    public void TakeAttention(string name, int width)
    {
        TakeNorm(name + ".norm", width);
        foreach (var part in (string[])["q", "k", "v", "proj_out"])
        {
            TakeConv($"{name}.{part}", width, width, kernel: 1);
        }
    }

    /// <summary>A convolution that keeps height and width.</summary>
    public Tensor Conv(string name, Tensor x) => Conv(name, x, stride: 1, padding: (int)Weight(name).shape[2] / 2);

    /// <summary>A group norm.</summary>
    public Tensor Norm(string name, Tensor x) => F.group_norm(x, NormGroups, Weight(name), Bias(name), NormEpsilon);

    /// <summary>Two convolutions beside the identity, or beside a projection where the width changes.</summary>
    public Tensor Residual(string name, Tensor x)
    {
        var inner = Conv(name + ".conv1", F.silu(Norm(name + ".norm1", x)));
        inner = Conv(name + ".conv2", F.silu(Norm(name + ".norm2", inner)));
        return (x.shape[1] == inner.shape[1] ? x : Conv(name + ".nin_shortcut", x)).Plus(inner);
    }

    /// <summary>Attention of one head over all pixels, beside the identity.</summary>
    public Tensor Attend(string name, Tensor x)
    {
        var shape = x.shape;
        var normed = Norm(name + ".norm", x);
        var mixed = Attention.Apply(Rows("q"), Rows("k"), Rows("v"));
        return x.Plus(Conv(name + ".proj_out", mixed.squeeze(1).transpose(1, 2).reshape(shape)));

        Tensor Rows(string part) => Conv($"{name}.{part}", normed).flatten(2).transpose(1, 2).unsqueeze(1);
    }

    /// <summary>
    /// Half the height and width: one row and column of zeros at the bottom and right alone, then a stride of two.
    /// </summary>
    public Tensor Halve(string name, Tensor x) => Conv(name, F.pad(x, [0, 1, 0, 1]), stride: 2, padding: 0);

    /// <summary>Twice the height and width: each pixel four times, then a convolution.</summary>
    public Tensor Twice(string name, Tensor x) =>
        Conv(name, F.interpolate(x, scale_factor: [2.0, 2.0], mode: InterpolationMode.Nearest));

    private Tensor Conv(string name, Tensor x, int stride, int padding) =>
        Convolution.Apply(x, Weight(name), Bias(name), stride, padding);

    private Tensor Weight(string name) => store[$"{prefix}{name}.weight"];

    private Tensor Bias(string name) => store[$"{prefix}{name}.bias"];
}
