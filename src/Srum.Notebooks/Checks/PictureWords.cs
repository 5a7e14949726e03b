using System.Globalization;
using System.Text;
using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Notebooks.Checks;

/// <summary>
/// A picture in words and in a few colours. What the oracle reads stays the same where a processor rounds differently,
/// except where a picture lies at the border of two readings: then its colours have hardly moved.
/// </summary>
internal static class PictureWords
{
    /// <summary>
    /// How far a colour of the small picture may move: rounding moves it by less than one level, an object of another
    /// shape, colour or place by tens.
    /// </summary>
    private const int MostLevels = 6;

    private const int Side = 8;
    private const string Mark = " @ ";

    /// <summary>
    /// For example <c>32 × 32: grey, circle 0 red solid, square 1 blue outline @ 8f9a…</c>: background, objects with
    /// their cells, then 8 × 8 colours in hexadecimal digits.
    /// </summary>
    /// <param name="png">A PNG file.</param>
    public static string Of(byte[] png)
    {
        var picture = PictureFile.Decode(png, "a picture in an output");
        var words = new StringBuilder($"{picture.Width} × {picture.Height}");
        if (picture.Width == picture.Height && picture.Width % Scene.Side == 0)
        {
            var scene = SceneOracle.Read(picture).Scene;
            words.Append($": {scene.Background}".ToLowerInvariant());
            foreach (var item in scene.Objects)
            {
                words.Append($", {item.Shape} {item.Cell} {item.Colour} {item.Fill}".ToLowerInvariant());
            }
        }

        return words.Append(Mark).Append(Convert.ToHexStringLower(Colours(picture))).ToString();
    }

    /// <summary>Whether two pictures in words are of the same size, and read alike or have hardly moved.</summary>
    public static bool Agree(string golden, string shown)
    {
        var (before, now) = (golden.Split(Mark), shown.Split(Mark));
        return before[0] == now[0]
            || (before.Length == 2 && now.Length == 2
                && before[0].Split(':')[0] == now[0].Split(':')[0]
                && before[1].Length == now[1].Length
                && before[1].Chunk(2).Zip(now[1].Chunk(2)).All(pair =>
                    Math.Abs(Level(pair.First) - Level(pair.Second)) <= MostLevels));
    }

    private static int Level(char[] digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // Means over blocks; a picture of fewer pixels repeats some.
    private static byte[] Colours(Picture picture)
    {
        var colours = new byte[Side * Side * 3];
        for (var i = 0; i < colours.Length; i++)
        {
            var (row, column, channel) = (i / 3 / Side, i / 3 % Side, i % 3);
            var levels = from y in Range(row, picture.Height)
                         from x in Range(column, picture.Width)
                         select (int)picture.Rgb[(((y * picture.Width) + x) * 3) + channel];
            colours[i] = (byte)Math.Round(levels.Average());
        }

        return colours;
    }

    private static int[] Range(int block, int pixels)
    {
        var (from, to) = (block * pixels / Side, (block + 1) * pixels / Side);
        return [.. Enumerable.Range(from, Math.Max(1, to - from))];
    }
}
