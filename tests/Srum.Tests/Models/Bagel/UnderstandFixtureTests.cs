using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>Contexts with a cache, then greedy text.</summary>
[Trait("Category", "Fixtures")]
public sealed class UnderstandFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases("understand");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => FixtureCheck.Run("understand", name, (it, check) =>
    {
        using var outside = no_grad();
        using var model = ModelFolder.Open(FixtureModel.Folder, new ModelSettings());
        var parts = model.Parts;
        var contexts = Contexts.Empty(parts, 1);
        var pieces = it["pieces"];
        var layers = new List<Tensor>();
        parts.Decoder.Observe = (layer, rows) =>
        {
            if (layer == 0)
            {
                layers.Clear();
            }

            layers.Add(ContextPieces.Ordered(rows).MoveToOuterDisposeScope());
        };
        for (var j = 0; j < pieces.GetArrayLength(); j++)
        {
            var piece = pieces[j];
            check.Json($"pieces[{j}].kv_before", contexts.Cache.Length, piece.GetProperty("kv_before"));
            check.Json($"pieces[{j}].rope_before", contexts.Positions[0], piece.GetProperty("rope_before"));
            if (piece.GetProperty("kind").GetString() == "text")
            {
                check.Json(
                    $"pieces[{j}].ids", parts.Frame(piece.GetProperty("text").GetString()!), piece.GetProperty("ids"));
            }

            var (query, hidden) = ContextPieces.Add(parts, contexts, piece, it.Tensor);
            check.Tensor($"out.query.{j}", query);
            check.Tensor($"out.hidden.{j}", hidden);
            if (it.HasTensor($"out.logits.{j}"))
            {
                check.Tensor($"out.logits.{j}", parts.Decoder.Logits(hidden));
            }

            check.Json($"pieces[{j}].kv_after", contexts.Cache.Length, piece.GetProperty("kv_after"));
            check.Json($"pieces[{j}].rope_after", contexts.Positions[0], piece.GetProperty("rope_after"));
        }

        parts.Decoder.Observe = null;
        for (var layer = 0; layer < layers.Count; layer++)
        {
            check.Tensor($"out.layer.{layer}", layers[layer]);
        }

        var last = parts.Config.Language.Layers - 1;
        check.Tensor("out.key.first", ContextPieces.Ordered(contexts.Cache.Keys(0), pieces));
        check.Tensor("out.key.last", ContextPieces.Ordered(contexts.Cache.Keys(last), pieces));
        check.Tensor("out.value.first", ContextPieces.Ordered(contexts.Cache.Values(0), pieces));
        check.Tensor("out.value.last", ContextPieces.Ordered(contexts.Cache.Values(last), pieces));
        check.Json("kv_len", contexts.Cache.Length);
        check.Json("rope", contexts.Positions[0]);
        check.Json("start_token_id", parts.Tokenizer.StartId);

        var logits = new List<Tensor>();
        // The authors count the start token.
        var written = TextDecoding.Write(
            parts, contexts, null, it["max_length"].GetInt32() - 1, endToken: it["end_token_id"]
                .GetInt32(), observe: step => logits.Add(step.MoveToOuterDisposeScope()))[0].Tokens;
        check.Numbers("out.ids", [parts.Tokenizer.StartId, .. written], [written.Count + 1]);
        check.Tensor("out.step_logits", cat(logits, 0));
        check.Json("text", parts.Tokenizer.Decode(written));
        check.PassOver("smallest_gap_between_best_two", "tells how safe the choice of tokens is, no result");
    });
}
