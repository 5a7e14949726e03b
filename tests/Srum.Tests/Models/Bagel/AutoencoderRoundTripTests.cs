using Srum.Imaging;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Native;
using Srum.Shapes;
using Srum.Tests.Shapes;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

public class AutoencoderRoundTripTests
{
    [Fact]
    public void What_the_shipped_autoencoder_redraws_is_still_read_right()
    {
        var folder = Path.Combine(DataFolder.Path, "model");
        var items = Worlds.Many(8, 1_000);
        var redrawn = Redraw(folder, [.. items.Select(item => SceneRenderer.Render(item.Scene))]);
        var right = items.Zip(redrawn)
            .CountThat(item => Worlds.Agrees(item.First.Scene, SceneOracle.Read(item.Second)));
        Assert.InRange(right, 980, 1_000);
    }

    private static List<Picture> Redraw(string folder, IReadOnlyList<Picture> pictures)
    {
        TorchNatives.Require();
        using var none = no_grad();
        using var file = SafetensorsFile.Open(Path.Combine(folder, "ae.safetensors"));
        using var store = new ParameterStore([.. file.Names], name => file.Read(name, ScalarType.Float32));
        var autoencoder = new Autoencoder(AutoencoderConfig.Read(folder), store);
        var redrawn = new List<Picture>();
        foreach (var batch in pictures.Chunk(100))
        {
            using var scope = NewDisposeScope();
            redrawn.AddRange(
                PictureTensor.ToPictures(autoencoder.Decode(autoencoder.EncodeMean(PictureTensor.Of(batch)))));
        }

        return redrawn;
    }
}
