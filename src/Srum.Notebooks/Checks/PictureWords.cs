using System.Text;
using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Notebooks.Checks;

/// <summary>
/// A picture in words. What the oracle reads stays the same where a processor rounds differently; pixels do not.
/// </summary>
internal static class PictureWords
{
    /// <summary>
    /// For example <c>32 × 32: grey, circle 0 red solid, square 1 blue outline</c>: background, then objects with their
    /// cells.
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

        return words.ToString();
    }
}
