using System.Text.Json;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>
/// The vision encoder and the connector against the authors' values on packed pictures, layer by layer.
/// </summary>
public sealed class VisionFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases("vit");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases)), Trait("Category", "Fixtures")]
    public void Equals_the_reference(string name) => FixtureCheck.Run("vit", name, (it, check) =>
    {
        using var outside = no_grad();
        using var store = FixtureModel.Weights("ema.safetensors");
        var config = FixtureModel.Config;
        var encoder = new VisionEncoder(config, store);
        check.Json("patch_size", config.Vision.PatchSize);
        check.Json("max_patches_per_side", config.MaxVisionSide);
        check.Json("layers_used", config.Vision.Layers);

        // The reference packs all pictures into one sequence; here each goes alone, and the stages are joined.
        var stages = new Dictionary<string, List<Tensor>>();
        encoder.Observe = (stage, value) =>
        {
            stages.TryAdd(stage, []);
            stages[stage].Add(value.reshape(-1, value.shape[^1]));
        };
        var sizes = new List<int[]>();
        var ids = new List<Tensor>();
        for (var i = 0; it.HasTensor($"in.picture.{i}"); i++)
        {
            var picture = it.Tensor($"in.picture.{i}");
            int[] size =
                [(int)picture.shape[1] / config.Vision.PatchSize, (int)picture.shape[2] / config.Vision.PatchSize];
            sizes.Add(size);
            ids.Add(encoder.PositionIds(size[0], size[1]));
            encoder.Forward(picture.unsqueeze(0));
        }

        foreach (var (stage, parts) in stages)
        {
            check.Tensor("out." + stage, cat([.. parts]));
        }

        check.Json("sizes_in_patches", sizes);
        check.Tensor("out.position_ids", cat([.. ids]));
        check.Numbers(
            "out.cumulative_lengths",
            ids.Aggregate(new List<long> { 0 }, (sums, part) => [.. sums, sums[^1] + part.shape[0]]), [ids.Count + 1]);
    });
}
