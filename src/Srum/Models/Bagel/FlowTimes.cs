namespace Srum.Models.Bagel;

/// <summary>Flow times. t = 1 is noise, t = 0 the picture.</summary>
internal static class FlowTimes
{
    /// <summary>Moves a time towards noise: shift · s / (1 + (shift − 1) · s).</summary>
    public static double Shifted(double s, double shift) => shift * s / (1 + ((shift - 1) * s));

    /// <summary>The grid of <paramref name="points"/> times from 1 to 0, in fp32; the last is never asked.</summary>
    public static float[] Sampling(int points, double shift)
    {
        var step = -1f / (points - 1);
        return [.. Enumerable.Range(0, points).Select(i =>
        {
            // As torch's linspace does: the first half counted from the start, the second from the end.
            var s = i < points / 2 ? 1f + (i * step) : 0f - ((points - 1 - i) * step);
            return (float)shift * s / (1f + ((float)(shift - 1) * s));
        })];
    }

    /// <summary>A training time from a standard normal draw: the shifted sigmoid.</summary>
    public static double Training(double draw, double shift) => Shifted(1 / (1 + Math.Exp(-draw)), shift);
}
