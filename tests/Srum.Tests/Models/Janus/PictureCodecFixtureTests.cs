using Srum.Models;
using Srum.Models.Janus;
using Srum.Tests.Fixtures;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>The code book's autoencoder against the authors' values, both ways, stage by stage.</summary>
[Trait("Category", "Fixtures")]
public sealed class PictureCodecFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => JanusFixture.Cases("vq");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => JanusFixture.Run("vq", name, (parts, it, check) =>
    {
        using var outside = no_grad();
        var (codec, sizes) = (parts.Codec, parts.Config.CodeBook);
        check.Json("downsample", sizes.Downsample);
        check.Json("codebook_size", sizes.Size);
        check.Json("code_width", sizes.Width);
        if (it["kind"].GetString() == "encode")
        {
            Observe(codec, check, EncoderStages(sizes));
            var ids = codec.Encode(it.Tensor("in.pictures"));
            codec.Observe = null;
            check.Tensor("out.ids", ids);
            check.Json("different_ids", ids.data<long>().ToArray().Distinct().Count());
            check.Tensor("out.codes", codec.Codes(ids));
            check.Tensor("out.decoded", codec.Decode(ids));
            it.Read("smallest_gap_between_best_two_distances"); // how safe the choices are
            return;
        }

        Observe(codec, check, DecoderStages);
        var pictures = codec.Decode(it.Tensor("in.ids"));
        check.Tensor("out.codes", codec.Codes(it.Tensor("in.ids")));
        check.Tensor("out.pictures", pictures);
        JanusFixture.CheckBytes(it, check, PictureTensor.ToPictures(pictures));
    });

    private static Dictionary<string, string> EncoderStages(CodeBookConfig sizes) => new()
    {
        ["encoder.conv_in"] = "stage.conv_in",
        ["encoder.conv_blocks.0.res.0"] = "stage.block_0",
        ["encoder.conv_blocks.0.downsample.conv"] = "stage.down_0",
        [$"encoder.conv_blocks.{sizes.EncoderFactors.Count - 1}.attn.{sizes.ResidualBlocks - 1}"] = "stage.attn_last",
        ["encoder.norm_out"] = "stage.norm_out",
        ["encoder.conv_out"] = "encoder",
        ["quant_conv"] = "before_quantising",
    };

    private static Dictionary<string, string> DecoderStages { get; } = new()
    {
        ["post_quant_conv"] = "after_post_quant",
        ["decoder.conv_in"] = "stage.conv_in",
        ["decoder.mid.1"] = "stage.mid_1",
        ["decoder.conv_blocks.0.attn.0"] = "stage.attn_first",
        ["decoder.conv_blocks.0.upsample.conv"] = "stage.up_0",
        ["decoder.norm_out"] = "stage.norm_out",
    };

    private static void Observe(PictureCodec codec, FixtureCheck check, Dictionary<string, string> stages) =>
        codec.Observe = (made, value) =>
    {
        if (stages.TryGetValue(made, out var stage))
        {
            check.Tensor("out." + stage, value);
        }
    };
}
