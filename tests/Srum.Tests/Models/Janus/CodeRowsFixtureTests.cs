using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>The joints alone: aligners, embedding and head of codes.</summary>
[Trait("Category", "Fixtures")]
public sealed class CodeRowsFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => JanusFixture.Cases("parts");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => JanusFixture.Run("parts", name, (parts, it, check) =>
    {
        using var outside = no_grad();
        check.Json("aligner_depth", parts.Config.AlignerDepth);
        check.Json("gen_aligner_depth", parts.Config.CodeAlignerDepth);
        check.Tensor("out.aligner", parts.Vision.Align(it.Tensor("in.features")));
        check.Tensor("out.gen_embed", parts.Codes.Embed(it.Tensor("in.image_ids")));
        check.Tensor("out.gen_aligner", parts.Codes.Forward(it.Tensor("in.image_ids")));
        parts.Codes.ObserveInner = inner => check.Tensor("out.gen_head_inner", inner);
        check.Tensor("out.gen_head", parts.Codes.Logits(it.Tensor("in.hidden")));
    });
}
