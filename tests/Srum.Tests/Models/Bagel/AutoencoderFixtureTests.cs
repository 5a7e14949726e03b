using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>The autoencoder against the authors' values, both ways, stage by stage.</summary>
public sealed class AutoencoderFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases("vae");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases)), Trait("Category", "Fixtures")]
    public void Equals_the_reference(string name) => FixtureCheck.Run("vae", name, (it, check) =>
    {
        using var outside = no_grad();
        using var store = FixtureModel.Weights("ae.safetensors");
        var config = FixtureModel.Config.Autoencoder;
        var autoencoder = new Autoencoder(config, store);
        check.Json("scale_factor", config.Scale);
        check.Json("shift_factor", config.Shift);
        check.Json("downsample", config.Downsample);
        check.Json("z_channels", config.LatentChannels);
        var stages = it.OutNames.Where(n => n.StartsWith("out.stage.", StringComparison.Ordinal)).ToHashSet();
        autoencoder.Observe = (stage, value) =>
        {
            if (stages.Remove("out.stage." + stage))
            {
                check.Tensor("out.stage." + stage, value);
            }
        };
        switch (it["kind"].GetString())
        {
            case "encode":
                Encode(autoencoder, config, it, check);
                break;
            case "decode":
                Decode(autoencoder, it, check);
                break;
            default:
                throw new NotSupportedException($"{it} is of no known kind.");
        }
    });

    private static void Encode(
        Autoencoder autoencoder, AutoencoderConfig config, FixtureCase it, FixtureCheck check)
    {
        var pictures = it.Tensor("in.pictures");
        var moments = autoencoder.Moments(pictures);
        var halves = moments.chunk(2, 1);
        check.Tensor("out.moments", moments);
        check.Tensor("out.mean", halves[0]);
        check.Tensor("out.logvar", halves[1]);
        check.Tensor("out.latent_mean", autoencoder.EncodeMean(pictures));
        check.Tensor("out.latent_sampled", autoencoder.EncodeSampled(config, pictures, it.Tensor("in.noise")));
    }

    private static void Decode(Autoencoder autoencoder, FixtureCase it, FixtureCheck check)
    {
        var pictures = autoencoder.Decode(it.Tensor("in.latent"));
        check.Tensor("out.pictures", pictures);
        var bytes = PictureTensor.ToPictures(pictures);
        check.Numbers(
            "out.pictures_u8",
            bytes.SelectMany(picture => picture.Rgb.ToArray()),
            [bytes.Count, bytes[0].Height, bytes[0].Width, 3],
            FixtureTolerance.OfBytes(it.Tolerance));
    }
}
