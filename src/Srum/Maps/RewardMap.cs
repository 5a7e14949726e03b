namespace Srum.Maps;

/// <summary>A weight for every pixel of a picture, and from it one for every generation token.</summary>
public sealed class RewardMap
{
    private readonly MapRule rule;

    private RewardMap(MapRule rule, int width, int height, float[] pixels) =>
        (this.rule, Width, Height, Pixels) = (rule, width, height, pixels);

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>height · width weights, row by row; scaled by α, neither pooled nor cut.</summary>
    public IReadOnlyList<float> Pixels { get; }

    /// <summary>Mean weight of its pixels: the picture's reward as one number.</summary>
    public double Mean => Pixels.Average(weight => (double)weight);

    /// <summary>
    /// Paints the regions and scales by the layout (SRUM eq. for the dense map, see <see cref="MapRule"/>).
    /// </summary>
    /// <param name="rule">The rule and its constants.</param>
    /// <param name="width">Width of the map in pixels, at least 1.</param>
    /// <param name="height">Height of the map in pixels, at least 1.</param>
    /// <param name="reward">Boxes in pixels of this map; what reaches over its border is clipped.</param>
    /// <exception cref="SrumException">
    /// A rule's own <see cref="MapRule.Painter"/> returned no map of this size.
    /// </exception>
    public static RewardMap Paint(MapRule rule, int width, int height, DualReward reward)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rule.Painter is { } paint)
        {
            float[] own = [.. paint(reward, width, height)];
            return own.Length == width * height && own.All(float.IsFinite)
                ? new RewardMap(rule, width, height, own)
                : throw new SrumException(
                    $"The rule '{rule.Name}' painted {own.Length} weights, "
                        + $"{own.Count(weight => !float.IsFinite(weight))} of them not finite; a map of {width} × "
                        + $"{height} pixels needs {width * height} numbers, row by row.");
        }

        var map = new double[width * height];
        Array.Fill(map, double.NaN);
        foreach (var (box, score) in reward.Regions)
        {
            var value = rule.Region(score);
            foreach (var pixel in box.Pixels(width, height))
            {
                map[pixel] = double.IsNaN(map[pixel]) || rule.Wins(value, map[pixel]) ? value : map[pixel];
            }
        }

        var alpha = rule.Alpha(reward.Layout);
        return new RewardMap(rule, width, height, [.. map.Select(pixel => (float)(alpha * rule.Grounded(pixel)))]);
    }

    /// <summary>One weight a token.</summary>
    /// <param name="rows">Rows of the token grid, h.</param>
    /// <param name="columns">Columns of the token grid, w.</param>
    /// <returns>h · w weights, row by row.</returns>
    public float[] TokenWeights(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var down = Taps(Height, rows);
        var across = Taps(Width, columns);
        var weights = new float[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var sum = 0.0;
                foreach (var (y, shareY) in down[row])
                {
                    foreach (var (x, shareX) in across[column])
                    {
                        sum += shareY * shareX * Pixels[(y * Width) + x];
                    }
                }

                weights[(row * columns) + column] = (float)Math.Max(sum, -rule.NegativeCap ?? double.NegativeInfinity);
            }
        }

        return weights;
    }

    /// <summary>For each token along one side the pixels that it reads and their shares, which sum to 1.</summary>
    private List<(int Pixel, double Share)>[] Taps(int pixels, int tokens)
    {
        var side = (double)pixels / tokens;
        return [.. Enumerable.Range(0, tokens).Select(token => rule.Pooling == MapPooling.Bilinear
            ? Sampled(Math.Max(0, ((token + 0.5) * side) - 0.5), pixels)
            : Averaged(token * side, (token + 1) * side, pixels))];
    }

    private static List<(int Pixel, double Share)> Sampled(double place, int pixels)
    {
        var first = Math.Min((int)place, pixels - 1);
        return [(first, 1 - (place - first)), (Math.Min(first + 1, pixels - 1), place - first)];
    }

    private static List<(int Pixel, double Share)> Averaged(double from, double to, int pixels)
    {
        var taps = new List<(int, double)>();
        for (var pixel = (int)from; pixel < pixels && pixel < to; pixel++)
        {
            taps.Add((pixel, (Math.Min(to, pixel + 1) - Math.Max(from, pixel)) / (to - from)));
        }

        return taps;
    }
}
