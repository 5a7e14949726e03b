using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>
/// Floating-point operations that this process has asked for up to now, a multiplication and an addition counting as
/// two: products, convolutions and attention, with the gradients that will be asked of them. Norms, activations and
/// softmax are left out, as is usual. Divided by <see cref="MatrixRate"/> they are the least time that the machine
/// could have taken.
/// </summary>
public static class Operations
{
    private static double total;

    /// <summary>The operations up to now.</summary>
    public static double Total => Volatile.Read(ref total);

    /// <summary>
    /// Operations a second of an fp32 product of two matrices of 1536², by the quickest of a few: the rate that torch's
    /// plain products reach on this machine as it is now.
    /// </summary>
    public static double MatrixRate()
    {
        const int Side = 1536;
        using var outside = no_grad();
        using var a = ones(Side, Side);
        using var b = ones(Side, Side);
        var quickest = Enumerable.Range(0, 5).Min(_ =>
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            a.mm(b).Dispose();
            return clock.Elapsed.TotalSeconds;
        });
        return 2.0 * Side * Side * Side / quickest;
    }

    /// <summary>Counts operations.</summary>
    internal static void Count(double operations) => Add(operations);

    /// <summary>Counts a product or a convolution.</summary>
    /// <param name="forward">Its own operations. Each of the two gradients takes as many.</param>
    /// <param name="x">What varies.</param>
    /// <param name="weight">What it is multiplied by.</param>
    internal static void Count(double forward, Tensor x, Tensor weight)
    {
        var gradients = !is_grad_enabled() ? 0 : (x.requires_grad ? 1 : 0) + (weight.requires_grad ? 1 : 0);
        Add(forward * (1 + gradients));
    }

    /// <summary>Counts an attention: scores and mixture, every query with every key.</summary>
    /// <param name="query">Queries (…, rows, width).</param>
    /// <param name="key">Keys (…, columns, width).</param>
    internal static void CountAttention(Tensor query, Tensor key)
    {
        var forward = 4.0 * query.numel() * key.shape[^2];
        Add(is_grad_enabled() && (query.requires_grad || key.requires_grad) ? 3 * forward : forward);
    }

    private static void Add(double operations)
    {
        double before, now = Volatile.Read(ref total);
        do
        {
            before = now;
            now = Interlocked.CompareExchange(ref total, before + operations, before);
        }
        while (now != before);
    }
}
