using Srum.Models.Janus;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>
/// What goes into the decoder for prompts with pictures, beside what the authors' processor makes of them.
/// </summary>
internal static class QuestionInputs
{
    public static PromptBatch Check(JanusParts parts, FixtureCase it, FixtureCheck check)
    {
        var pictures = JanusFixture.Pictures(it);
        var prompts = JanusFixture.Texts(it["prompts"]);
        var tokens = prompts.Select(text => parts.Tokens.WithPlaces(parts.Tokens.Encode(text)));
        var batch = new PromptBatch(parts.Tokens, [.. tokens], pictures);
        check.Tensor("out.input_ids", batch.Ids);
        check.Tensor("out.attention_mask", batch.Valid ?? ones_like(batch.Ids));
        check.Tensor("out.images_seq_mask", batch.Ids.eq(tensor((long)parts.Tokens.PictureId)));
        // The reference has room for as many pictures in every row, at least one; here rows have those they have.
        var most = Math.Max(1, pictures.Max(row => row.Count));
        bool[] used = [.. pictures.SelectMany(row => Enumerable.Range(0, most).Select(place => place < row.Count))];
        var side = parts.Config.Input.Side;
        var pixels = zeros(used.Length, 3, side, side);
        if (batch.Pictures.Count > 0)
        {
            pixels[tensor(used)] = parts.Config.Input.Apply(batch.Pictures);
        }

        check.Tensor("out.pixels", pixels.reshape(prompts.Length, most, 3, side, side));
        check.Tensor(
            "out.images_emb_mask",
            tensor(used).reshape(prompts.Length, most, 1).expand(prompts.Length, most, parts.Config.PictureTokens));
        return batch;
    }
}
