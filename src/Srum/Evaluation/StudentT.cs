namespace Srum.Evaluation;

/// <summary>Student's t distribution.</summary>
internal static class StudentT
{
    // From here on a normal distribution.
    private const double Many = 1_000;
    private const int Points = 1_000;

    /// <summary>The chance of a value at least as far from 0, on either side.</summary>
    /// <param name="t">The value.</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double P(double t, double degrees)
    {
        // With t = √ν tan θ the density is cos^(ν − 1) θ.
        var power = Math.Clamp(degrees, 1, Many) - 1;
        return Area(Math.Atan(Math.Abs(t) / Math.Sqrt(power + 1)), power) / Area(0, power);
    }

    /// <summary>The value that is passed, on either side, once in twenty times.</summary>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double Limit(double degrees)
    {
        // 12.71 with one degree, falling to 1.96.
        var (low, high) = (1.9, 13.0);
        while (high - low > 1e-7)
        {
            var middle = (low + high) / 2;
            (low, high) = P(middle, degrees) > 0.05 ? (middle, high) : (low, middle);
        }

        return low;
    }

    // Simpson's rule from an angle to π/2.
    private static double Area(double from, double power)
    {
        var step = ((Math.PI / 2) - from) / Points;
        return step / 3 * Enumerable.Range(0, Points + 1).Sum(i =>
            (i is 0 or Points ? 1 : i % 2 == 1 ? 4 : 2) * Math.Pow(Math.Cos(from + (i * step)), power));
    }
}
