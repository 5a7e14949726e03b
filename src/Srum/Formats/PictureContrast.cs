using Srum.Imaging;
using Srum.Maps;

namespace Srum.Formats;

/// <summary>What the floor of the published map does to one picture, computed exactly from its boxes.</summary>
/// <param name="Regions">Regions with box and score.</param>
/// <param name="Negative">Those whose score is below 0.</param>
/// <param name="Hidden">Share of the picture's area where the floor lifts a weight.</param>
/// <param name="Spread">Standard deviation of the weights over the pixels.</param>
/// <param name="SpreadWithoutFloor">The same where regions replace the background.</param>
/// <param name="Gap">Mean weight on good regions' pixels less that on bad ones'; null where it has not both.</param>
/// <param name="GapWithoutFloor">The same where regions replace the background.</param>
internal sealed record PictureContrast(
    int Regions, int Negative, double Hidden, double Spread, double SpreadWithoutFloor, double? Gap,
    double? GapWithoutFloor)
{
    private static readonly MapRule Floored = MapRule.Published;
    private static readonly MapRule Bare =
        MapRule.Published with { Name = "published without its floor", BackgroundIsFloor = false };

    /// <summary>Measures a picture.</summary>
    /// <param name="reward">Its reward; boxes lie inside.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public static PictureContrast Of(DualReward reward, int width, int height)
    {
        var cells = Cells(reward, width, height);
        double[] floored = [.. cells.Select(cell => Weight(Floored, cell))];
        double[] bare = [.. cells.Select(cell => Weight(Bare, cell))];
        return new PictureContrast(
            reward.Regions.Count,
            reward.Regions.Count(region => region.Score < 0),
            cells.Zip(floored, bare).Sum(cell => cell.Second > cell.Third ? cell.First.Area : 0),
            Spread(floored), Spread(bare), Gap(floored), Gap(bare));

        double Weight(MapRule rule, Cell cell) => cell.Best is { } score ? rule.Weight(score, reward.Layout)
            : rule.Alpha(reward.Layout) * rule.Background;

        double Spread(double[] weights)
        {
            var mean = cells.Zip(weights).Sum(cell => cell.First.Area * cell.Second);
            return Math.Sqrt(
                cells.Zip(weights).Sum(cell => cell.First.Area * (cell.Second - mean) * (cell.Second - mean)));
        }

        double? Gap(double[] weights)
        {
            return Mean(true) - Mean(false);

            double? Mean(bool isGood)
            {
                var own = cells.Zip(weights).Where(cell => cell.First.Best is { } score && (score >= 0) == isGood)
                    .ToArray();
                return own.Length == 0 ? null
                    : own.Sum(cell => cell.First.Area * cell.Second) / own.Sum(cell => cell.First.Area);
            }
        }
    }

    /// <summary>The picture cut along the edges of its boxes: between two cuts, one weight holds.</summary>
    private static List<Cell> Cells(DualReward reward, int width, int height)
    {
        var across = Cuts(reward.Regions.SelectMany(region => (int[])[region.Box.Left, region.Box.Right]), width);
        var down = Cuts(reward.Regions.SelectMany(region => (int[])[region.Box.Top, region.Box.Bottom]), height);
        var cells = new List<Cell>();
        for (var row = 0; row < down.Length - 1; row++)
        {
            for (var column = 0; column < across.Length - 1; column++)
            {
                var (left, top) = (across[column], down[row]);
                var area = (double)(across[column + 1] - left) * (down[row + 1] - top) / ((double)width * height);
                var scores = reward.Regions.Where(region => Covers(region.Box, left, top))
                    .Select(region => (double?)region.Score);
                cells.Add(new Cell(area, scores.Max()));
            }
        }

        return cells;

        static int[] Cuts(IEnumerable<int> edges, int end) => [.. edges.Append(0).Append(end).Distinct().Order()];

        static bool Covers(PixelBox box, int column, int row) =>
            box.Left <= column && column < box.Right && box.Top <= row && row < box.Bottom;
    }

    /// <summary>A rectangle of one weight.</summary>
    /// <param name="Area">Its share of the picture.</param>
    /// <param name="Best">The best score of the regions over it, which the published rule takes; null = none.</param>
    private readonly record struct Cell(double Area, double? Best);
}
