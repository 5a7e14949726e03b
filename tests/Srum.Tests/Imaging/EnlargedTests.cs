using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Tests.Imaging;

public class EnlargedTests
{
    [Fact]
    public void Every_pixel_becomes_a_square_of_itself()
    {
        var picture = new Picture(2, 1, [1, 2, 3, 4, 5, 6]);

        Assert.Equal<byte>([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6],
            picture.Enlarged(2).Rgb);
        Assert.Throws<ArgumentOutOfRangeException>(() => picture.Enlarged(0));
    }

    [Fact]
    public void The_oracle_reads_an_enlarged_picture_as_it_was()
    {
        var scene = new Scene(Background.Grey, [SceneObject.At(2, ObjectColour.Red, ObjectShape.Cross)]);
        var picture = SceneRenderer.Render(scene);

        Assert.Equal(2, scene.Objects[0].Cell);
        Assert.Equal(SceneOracle.Read(picture).Objects, SceneOracle.Read(picture.Enlarged(3)).Objects);
    }
}
