using Srum.Models.Janus;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>Decoder states and logits, with and without pictures and padding.</summary>
[Trait("Category", "Fixtures")]
public sealed class DecoderFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => JanusFixture.Cases("llm");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => JanusFixture.Run("llm", name, (parts, it, check) =>
    {
        using var outside = no_grad();
        if (it.Has("text"))
        {
            Text(parts, it, check);
        }
        else
        {
            Pictures(parts, it, check);
        }
    });

    private static void Text(JanusParts parts, FixtureCase it, FixtureCheck check)
    {
        var ids = parts.Tokens.Encode(it["text"].GetString()!);
        check.Json("ids", ids);
        parts.Decoder.Observe = (layer, rows) => check.Tensor($"out.layer.{layer}", rows);
        using var contexts = Contexts.Read(parts, new PromptBatch(parts.Tokens, [ids]), (rows, hidden) =>
        {
            check.Tensor("out.embeds", rows);
            check.Tensor("out.hidden", hidden);
            check.Tensor("out.logits", parts.Decoder.Logits(hidden));
        });
        var last = parts.Config.Language.Layers - 1;
        check.Tensor("out.key.first", contexts.Cache.Keys(0));
        check.Tensor("out.key.last", contexts.Cache.Keys(last));
        check.Tensor("out.value.first", contexts.Cache.Values(0));
        check.Tensor("out.value.last", contexts.Cache.Values(last));
    }

    private static void Pictures(JanusParts parts, FixtureCase it, FixtureCheck check)
    {
        var batch = QuestionInputs.Check(parts, it, check);
        parts.Decoder.Observe = (layer, rows) => check.Tensor($"out.layer.{layer}", JanusFixture.Masked(rows, batch));
        using var contexts = Contexts.Read(parts, batch, (rows, hidden) =>
        {
            check.Tensor("out.embeds", JanusFixture.Masked(rows, batch));
            check.Tensor("out.hidden", JanusFixture.Masked(hidden, batch));
            var logits = JanusFixture.Masked(parts.Decoder.Logits(hidden), batch);
            var columns = it.Tensor("out.logits_last").shape[1];
            check.Tensor("out.logits_last", logits.narrow(1, logits.shape[1] - columns, columns));
        });
    }
}
