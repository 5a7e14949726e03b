using Srum.Native;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models;

/// <summary>Convolutions of pictures.</summary>
internal static class Convolution
{
    /// <summary>
    /// oneDNN's AVX-512 convolutions take channels in vectors of so many. Where output channels do not fill the last
    /// one, it has been seen to compute the gradient of the input from whatever lay in memory, NaN too.
    /// </summary>
    private const long Vector = 16;

    /// <summary>x (n, in, h, w) under a weight (out, in, k, k) with a bias (out).</summary>
    /// <param name="x">Pictures.</param>
    /// <param name="weight">Weight.</param>
    /// <param name="bias">Bias.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Rows and columns of zeros on every side.</param>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, int stride, int padding)
    {
        var result = Padded(x, weight, bias, stride, padding);
        Operations.Count(2.0 * result.numel() * (weight.numel() / weight.shape[0]), x, weight);
        return result;
    }

    private static Tensor Padded(Tensor x, Tensor weight, Tensor bias, int stride, int padding)
    {
        var wanted = weight.shape[0];
        var missing = x.requires_grad ? (Vector - (wanted % Vector)) % Vector : 0;
        if (missing == 0)
        {
            return F.conv2d(x, weight, bias, [stride, stride], [padding, padding]);
        }

        // Channels of zeros, cut off again, change no number and fill the vector.
        var (whole, offsets) = (F.pad(weight, [0, 0, 0, 0, 0, 0, 0, missing]), F.pad(bias, [0, missing]));
        return F.conv2d(x, whole, offsets, [stride, stride], [padding, padding]).narrow(1, 0, wanted);
    }
}
