using Srum.Imaging;

namespace Srum.Display;

/// <summary>
/// How weights become colours: weights of [0, 1] look neutral at 0.5, weights below 0 make the scale signed, neutral
/// at 0.
/// </summary>
/// <param name="Least">The weight of the worst colour.</param>
/// <param name="Most">The weight of the best colour.</param>
internal sealed record HeatScale(double Least, double Most)
{
    private const int Steps = 20;

    /// <summary>The scale of maps, the same for all of them.</summary>
    public static HeatScale Of(params IReadOnlyList<float[,]> maps)
    {
        float[] all = [.. maps.SelectMany(map => map.Cast<float>())];
        var most = Math.Max(1, all.Select(Math.Abs).DefaultIfEmpty().Max());
        return all.Any(weight => weight < 0) ? new HeatScale(-most, most) : new HeatScale(0, most);
    }

    /// <summary>The picture that lies under a map: in greys of low contrast, so that the map's colours stay.</summary>
    public static Picture Under(Picture picture)
    {
        var rgb = new byte[picture.Rgb.Length];
        for (var i = 0; i < rgb.Length; i += 3)
        {
            rgb[i] = rgb[i + 1] = rgb[i + 2] = Grey(picture.Rgb.AsSpan(i, 3));
        }

        return new Picture(picture.Width, picture.Height, rgb);
    }

    /// <summary>The grey of a pixel under a map.</summary>
    public static byte Grey(ReadOnlySpan<byte> rgb) =>
        (byte)(100 + (((0.30 * rgb[0]) + (0.59 * rgb[1]) + (0.11 * rgb[2])) * 0.55));

    /// <summary>A weight's place on the scale of <see cref="Heat"/>, in [−1, 1].</summary>
    public double Place(double weight) => (2 * (weight - Least) / (Most - Least)) - 1;

    /// <summary>A map in colours, a pixel a weight.</summary>
    public Picture Paint(float[,] map)
    {
        var (rows, columns) = (map.GetLength(0), map.GetLength(1));
        var rgb = new byte[rows * columns * 3];
        foreach (var (i, weight) in map.Cast<float>().Index())
        {
            Heat.Rgb(Place(weight)).CopyTo(rgb.AsSpan(3 * i));
        }

        return new Picture(columns, rows, rgb);
    }

    /// <summary>The scale as a bar with its numbers.</summary>
    /// <param name="name">What is measured.</param>
    public string Legend(string name)
    {
        var stops = string.Join(',', Enumerable.Range(0, Steps + 1).Select(i => Heat.Css((2.0 * i / Steps) - 1)));
        var numbers = string.Concat(((double[])[Least, (Least + Most) / 2, Most])
            .Select(weight => $"<span>{Html.Number(weight, "0.##;−0.##;0")}</span>"));
        return $"<div style=\"width:{RewardOverlay.Width}px;max-width:100%;font-size:11px;margin-top:4px\">"
            + $"<div style=\"height:8px;border-radius:2px;background:linear-gradient(to right,{stops})\"></div>"
            + $"<div style=\"display:flex;justify-content:space-between\">{numbers}</div>"
            + $"<div style=\"text-align:center\">{Html.Escape(name)}</div></div>";
    }
}
