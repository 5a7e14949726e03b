using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models;

/// <summary>Takes tokens by given random numbers, so that what is written does not depend on its batch.</summary>
internal static class TokenChoice
{
    /// <summary>
    /// By the inverse of the distribution: the first token at which the running sum of the probabilities
    /// softmax(logits / temperature) exceeds the number.
    /// </summary>
    /// <param name="logits">(rows, tokens).</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="numbers">In [0, 1), one a row.</param>
    public static Tensor Sampled(Tensor logits, double temperature, IReadOnlyList<double> numbers)
    {
        using var heat = temperature.ToScalar();
        var sums = F.softmax(logits.to(ScalarType.Float64).div(heat), -1).cumsum(-1).cpu();
        var draws = tensor([.. numbers], [numbers.Count, 1], dtype: float64);
        using var last = (sums.shape[1] - 1).ToScalar();
        return searchsorted(sums, draws, right: true).squeeze(-1).clamp_max(last);
    }
}
