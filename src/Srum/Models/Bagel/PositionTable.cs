using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>
/// The fixed two-dimensional sinusoid table of latent and vision tokens, (side², width): row = grid row · side + grid
/// column; the first half of the width encodes the column, the second the row, each all sines, then all cosines, with
/// frequencies 10000^(−i / (width / 4)).
/// </summary>
internal static class PositionTable
{
    public static Tensor Create(int side, int width)
    {
        var quarter = width / 4;
        var values = new float[(long)side * side * width];
        for (var position = 0; position < side * side; position++)
        {
            for (var i = 0; i < quarter; i++)
            {
                var frequency = 1.0 / Math.Pow(10000.0, (double)i / quarter);
                var (column, row) = (position % side * frequency, position / side * frequency);
                var at = ((long)position * width) + i;
                values[at] = (float)Math.Sin(column);
                values[at + quarter] = (float)Math.Cos(column);
                values[at + (2 * quarter)] = (float)Math.Sin(row);
                values[at + (3 * quarter)] = (float)Math.Cos(row);
            }
        }

        return tensor(values, [side * side, width]);
    }

    /// <summary>
    /// Indices into a table of <paramref name="side"/>, the way that a model's <c>interpolate_pos</c> says.
    /// </summary>
    /// <exception cref="SrumException">The grid is larger than the table, and not interpolated.</exception>
    public static Tensor Ids(int rows, int columns, int side, bool interpolate) =>
        interpolate ? Interpolated(rows, columns, side) : Extrapolated(rows, columns, side);

    /// <summary>
    /// Indices into a table of <paramref name="side"/> for a grid at its top left: row · side + column.
    /// </summary>
    /// <exception cref="SrumException">The grid is larger than the table.</exception>
    public static Tensor Extrapolated(int rows, int columns, int side)
    {
        if (rows > side || columns > side)
        {
            throw new SrumException($"A picture of {rows} × {columns} tokens is larger than this model's position "
                + $"table, {side} × {side}: make it smaller, as \"vaeResize\" and \"vitResize\" in srum_config.json "
                + "do.");
        }

        using var scope = NewDisposeScope();
        var ids = Enumerable.Range(0, rows * columns).Select(i => ((long)(i / columns) * side) + (i % columns));
        return tensor([.. ids], dtype: int64).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Indices for a grid that is spread over the whole table: each coordinate's fraction falls into one of side
    /// buckets.
    /// </summary>
    public static Tensor Interpolated(int rows, int columns, int side)
    {
        using var scope = NewDisposeScope();
        var (byRow, byColumn) = (Buckets(rows), Buckets(columns));
        var ids = Enumerable.Range(0, rows * columns).Select(i => (byRow[i / columns] * side) + byColumn[i % columns]);
        return tensor([.. ids], dtype: int64).MoveToOuterDisposeScope();

        // Fractions and boundaries in fp32, in the published order of operations: ids at the boundaries depend on it.
        long[] Buckets(int count)
        {
            var step = 1f / count;
            return [.. Enumerable.Range(0, count).Select(i =>
            {
                var fraction = i * (double)step;
                return (long)Enumerable.Range(1, side - 1)
                    .Count(boundary => (float)(boundary * (1.0 / side)) <= (float)fraction);
            })];
        }
    }
}
