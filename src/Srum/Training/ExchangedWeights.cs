using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>Weights that stand in the place of others for a while.</summary>
internal static class ExchangedWeights
{
    /// <summary>
    /// Does something while live weights have the values of others, which hold theirs meanwhile; then all have again
    /// what they had, bit for bit.
    /// </summary>
    /// <param name="weights">Each live weight with the other.</param>
    /// <param name="act">What is done; it may change neither.</param>
    public static T During<T>(IReadOnlyList<(Tensor Live, Tensor Other)> weights, Func<T> act)
    {
        Exchange(weights);
        try
        {
            return act();
        }
        finally
        {
            Exchange(weights);
        }
    }

    // One at a time, so that no second copy of all is held.
    private static void Exchange(IReadOnlyList<(Tensor Live, Tensor Other)> weights)
    {
        using var outside = no_grad();
        foreach (var (live, other) in weights)
        {
            using var now = live.clone();
            live.copy_(other);
            other.copy_(now);
        }
    }
}
