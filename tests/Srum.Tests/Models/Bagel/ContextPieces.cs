using System.Text.Json;
using Srum.Models.Bagel;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>Builds contexts from the pieces of a case, and puts rows back into upstream's order.</summary>
internal static class ContextPieces
{
    /// <summary>Adds a piece.</summary>
    /// <returns>What entered the first layer and what came out after the final norm, (tokens, hidden) each.</returns>
    public static (Tensor Query, Tensor Hidden) Add(
        BagelParts parts, Contexts contexts, JsonElement piece, Func<string, Tensor> input)
    {
        switch (piece.GetProperty("kind").GetString())
        {
            case "text":
                int[] ids = [.. piece.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
                var query = parts.Decoder.Embed(tensor([.. ids.Select(id => (long)id)], dtype: int64));
                return (query, contexts.AddTokens([ids])!.squeeze(0));
            case "vit":
                var tokens = parts.Vision.Forward(input(Name(piece, "picture", "in.picture_vit")).unsqueeze(0));
                var frame = parts.FrameTokens(1);
                return (cat([frame[0, 0].unsqueeze(0), tokens[0], frame[0, 1].unsqueeze(0)], 0),
                    contexts.AddVision(tokens).squeeze(0));
            case "vae":
                var latents = parts.Autoencoder.EncodeSampled(
                    parts.Config.Autoencoder, input(Name(piece, "picture", "in.picture_vae")).unsqueeze(0),
                    input(Name(piece, "noise", "in.picture_noise")));
                var grid = parts.GridOf(latents[0]);
                return (
                    Ordered(parts.LatentRows(parts.ToTokens(latents), zeros(1), grid)),
                    Ordered(contexts.AddLatents(parts.ToTokens(latents), grid)));
            default:
                throw new InvalidDataException($"Unknown kind of piece: {piece}");
        }
    }

    // Editing cases have one picture, in tensors of fixed names.
    private static string Name(JsonElement piece, string field, string usual) =>
        piece.TryGetProperty(field, out var name) ? name.GetString()! : usual;

    /// <summary>Rows of one context, (tokens, hidden), with the frame rows around the latent ones.</summary>
    public static Tensor Ordered(ExpertRows rows) =>
        rows.Generation is not { } latents
            ? rows.Understanding!.squeeze(0)
            : cat([rows.Understanding![0].narrow(0, 0, 1), latents[0], rows.Understanding[0].narrow(0, 1, 1)], 0);

    /// <summary>A layer's cached keys or values (tokens, kv heads, width) in upstream's order.</summary>
    public static Tensor Ordered(Tensor cached, JsonElement pieces)
    {
        var rows = cached.squeeze(0).transpose(0, 1);
        var order = new List<long>();
        foreach (var piece in pieces.EnumerateArray())
        {
            var (from, to) = ((long)piece.GetProperty("kv_before").GetInt32(),
                (long)piece.GetProperty("kv_after").GetInt32());
            // Here a latent piece keeps its two frame tokens before the latent ones.
            order.AddRange(piece.GetProperty("kind").GetString() == "vae"
                ? [from, .. Range(from + 2, to), from + 1]
                : Range(from, to));
        }

        return rows.index_select(0, tensor(order.ToArray(), dtype: int64));

        static IEnumerable<long> Range(long from, long to) =>
            Enumerable.Range(0, (int)(to - from)).Select(i => from + i);
    }
}
