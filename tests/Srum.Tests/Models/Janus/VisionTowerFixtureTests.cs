using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>The vision tower and its aligner against the authors' values, layer by layer.</summary>
[Trait("Category", "Fixtures")]
public sealed class VisionTowerFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => JanusFixture.Cases("vision");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => JanusFixture.Run("vision", name, (parts, it, check) =>
    {
        using var outside = no_grad();
        var tower = parts.Config.Tower;
        check.Json("patch_size", tower.Patch);
        check.Json("select_layer", tower.SelectLayer);
        check.Json("layers_in_table", tower.TableLayers);
        check.Json("layers_built", tower.Layers);
        parts.Vision.Observe = (stage, value) =>
        {
            // Of the branches of a layer the reference has the first one's.
            if (it.HasTensor("out." + stage))
            {
                check.Tensor("out." + stage, value);
            }
        };
        check.Tensor("out.tokens", parts.Vision.Forward(it.Tensor("in.pixels")));
    });
}
