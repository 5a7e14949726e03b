using System.Text.Json;
using Srum.Imaging;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Imaging;

/// <summary>Pictures to network input, compared with the authors' transforms.</summary>
[Trait("Category", "Fixtures")]
public sealed class PreprocessFixtureTests
{
    private const string Area = "preprocess";

    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases(Area);

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => FixtureCheck.Run(Area, name, (it, check) =>
    {
        if (it.Has("source") && it.Has("vae_transform"))
        {
            TwoResizes(it, check);
        }
        else if (it.Has("source") && it.Has("transform"))
        {
            OnePicture(it, check);
        }
        else if (it.Has("table") && it.Has("transform"))
        {
            var transform = Transform(it["transform"]);
            check.Json("table", it["table"].EnumerateArray().Select(row => Sizes(row).Take(2).ToArray()).Select(size =>
            {
                var (width, height) = transform.Size(size[0], size[1]);
                return new[] { size[0], size[1], width, height };
            }));
        }
        else if (it.Has("table"))
        {
            check.Json("table", it["table"].EnumerateArray().Select(Positions));
        }
        else
        {
            Assert.Fail($"{name} is of no known kind.");
        }
    }, FixtureTolerance.Exact);

    private static void OnePicture(FixtureCase it, FixtureCheck check)
    {
        it.Read("source_mode", "resampled", "transparency"); // how the case was made; the file itself shows it
        var picture = PictureFile.Read(it.Path(it["source"].GetString()!));
        check.Json("source_size", new[] { picture.Width, picture.Height });
        check.Numbers("out.rgb", picture.Rgb, [picture.Height, picture.Width, 3], Within(it, "out.rgb"));

        var sharing = it["pictures_sharing_the_limit"].GetInt32();
        var resized = Transform(it["transform"]).Apply(picture, sharing);
        check.Json("resized_size", new[] { resized.Width, resized.Height });
        check.Numbers("out.resized", resized.Rgb, [resized.Height, resized.Width, 3], Within(it, "out.resized"));

        // What follows starts from the reference's own resize, so that its tolerance does not add up.
        var pixels = PictureTensor.Of([Given(it, "out.resized")]);
        if (it.HasTensor("out.pixels"))
        {
            check.Tensor("out.pixels", pixels[0], Within(it, "out.pixels from out.resized"));
        }

        var (side, table) = it.Has("patch")
            ? (it["patch"].GetInt32(), it["max_patches_per_side"].GetInt32())
            : (it["latent_side_pixels"].GetInt32(), it["max_latent_size"].GetInt32());
        if (it.HasTensor("out.patches"))
        {
            var from = it.HasTensor("out.pixels") ? it.Tensor("out.pixels").unsqueeze(0) : pixels;
            check.Tensor("out.patches", VisionEncoder.Patchify(from, side)[0], it.HasTensor("out.pixels")
                ? Within(it, "out.patches from out.pixels")
                : Within(it, "out.pixels from out.resized"));
        }

        var (rows, columns) = (resized.Height / side, resized.Width / side);
        check.Tensor("out.position_ids", PositionTable.Extrapolated(rows, columns, table), Within(it, "ids"));
        check.Tensor(
            "out.position_ids_interpolated", PositionTable.Interpolated(rows, columns, table), Within(it, "ids"));
    }

    private static void TwoResizes(FixtureCase it, FixtureCheck check)
    {
        var picture = PictureFile.Read(it.Path(it["source"].GetString()!));
        check.Json("source_size", new[] { picture.Width, picture.Height });
        var vae = Transform(it["vae_transform"]).Apply(picture);
        var vit = Transform(it["vit_transform"]).Apply(vae);
        check.Json("vae_size", new[] { vae.Width, vae.Height });
        check.Json("vit_size", new[] { vit.Width, vit.Height });
        check.Numbers("out.vae_resized", vae.Rgb, [vae.Height, vae.Width, 3], Within(it, "out.vae_resized"));
        check.Numbers("out.vit_resized", vit.Rgb, [vit.Height, vit.Width, 3], Within(it, "out.vit_resized"));
        check.Tensor("out.pixels", PictureTensor.Of([Given(it, "out.vit_resized")])[0], new FixtureTolerance(1e-6));
    }

    private static object Positions(JsonElement row)
    {
        int Number(string field) => row.GetProperty(field).GetInt32();
        var (rows, columns) = (Number("height") / Number("patch"), Number("width") / Number("patch"));
        return new
        {
            height = Number("height"),
            width = Number("width"),
            patch = Number("patch"),
            max_per_side = Number("max_per_side"),
            extrapolated = PositionTable.Extrapolated(rows, columns, Number("max_per_side")).data<long>().ToArray(),
            interpolated = PositionTable.Interpolated(rows, columns, Number("max_per_side")).data<long>().ToArray(),
        };
    }

    private static Picture Given(FixtureCase it, string name)
    {
        var bytes = it.Tensor(name);
        return new Picture((int)bytes.shape[1], (int)bytes.shape[0], bytes.data<byte>().ToArray());
    }

    private static PictureTransform Transform(JsonElement json) => new(
        json.GetProperty("max_image_size").GetInt32(),
        json.GetProperty("min_image_size").GetInt32(),
        json.GetProperty("image_stride").GetInt32(),
        json.GetProperty("max_pixels").GetInt32());

    private static FixtureTolerance Within(FixtureCase it, string name) =>
        FixtureTolerance.From(it.Tolerance.GetProperty(name));

    private static IEnumerable<int> Sizes(JsonElement row) => row.EnumerateArray().Select(size => size.GetInt32());
}
