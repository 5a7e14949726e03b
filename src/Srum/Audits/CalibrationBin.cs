namespace Srum.Audits;

/// <summary>The pictures whose score lies in one stretch of [0, 1].</summary>
/// <param name="Low">Least score, inclusive.</param>
/// <param name="High">Greatest score, exclusive but for the last bin.</param>
/// <param name="MeanScore">Mean score of its pictures.</param>
/// <param name="ShareRight">Share of them that are right.</param>
/// <param name="Count">How many pictures, at least 1: empty bins are left out.</param>
public sealed record CalibrationBin(double Low, double High, double MeanScore, double ShareRight, int Count)
{
    /// <summary>
    /// Half the length of an error bar around <see cref="ShareRight"/> that covers Wilson's 95 % interval (1927), which
    /// does not shrink to nothing where all are right. Pictures count as independent.
    /// </summary>
    public double HalfInterval
    {
        get
        {
            const double z = 1.96;
            var wide = 1 + (z * z / Count);
            var centre = (ShareRight + (z * z / (2 * Count))) / wide;
            var half = z / wide * Math.Sqrt((ShareRight * (1 - ShareRight) / Count) + (z * z / (4.0 * Count * Count)));
            return Math.Max(centre + half - ShareRight, ShareRight - (centre - half));
        }
    }
}
