using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>
/// The decoder's layers as one script: what <see cref="Decoder"/> computes layer by layer without a gradient, by the
/// same operations in the same order, so to the same bits. A layer of a few rows is some fifty operations of some
/// microseconds each; from here each of them costs as much again as it does from within a script.
/// </summary>
/// <param name="config">The decoder's sizes.</param>
internal sealed class DecoderScript(LanguageConfig config)
{
    // Lists of one or none stand for what may be missing. An expert's 14 tensors: norm, q with bias, k with bias, v
    // with bias, norms of q and k, o, norm, gate, up, down. Type 6 is fp32.
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(
        """
        def normed(x: Tensor, weight: Tensor, eps: float):
            wide = x.float()
            y = wide * (wide * wide).mean([-1], True).add(eps).rsqrt_()
            if weight.dtype != 6:
                y = y.to(x.dtype)
            return y * weight

        def project(x: Tensor, w: List[Tensor], at: int, heads: int, shared: int, width: int, eps: float):
            batch, count = x.size(0), x.size(1)
            y = normed(x, w[at], eps)
            q = torch.linear(y, w[at + 1], w[at + 2]).reshape([batch, count, heads, width])
            k = torch.linear(y, w[at + 3], w[at + 4]).reshape([batch, count, shared, width])
            v = torch.linear(y, w[at + 5], w[at + 6]).reshape([batch, count, shared, width])
            scale = torch.cat([w[at + 7].expand([heads, width]), w[at + 8].expand([shared, width])], 0)
            return torch.cat([q, k], 2), scale.expand([1, count, heads + shared, width]), v

        def finish(x: Tensor, mixed: Tensor, w: List[Tensor], at: int, eps: float):
            y = x + torch.linear(mixed, w[at + 9])
            z = normed(y, w[at + 10], eps)
            return y + torch.linear(torch.silu(torch.linear(z, w[at + 11])) * torch.linear(z, w[at + 12]), w[at + 13])

        def layers(rows: List[Tensor], w: List[Tensor], cosine: Tensor, sine: Tensor, masks: List[Tensor],
                   keys: List[Tensor], values: List[Tensor], places: List[Tensor],
                   numbers: Tensor):
            heads, shared, columns = int(numbers[0]), int(numbers[1]), int(numbers[2])
            eps = float(numbers[3])
            width = rows[0].size(2) // heads
            expert = 14
            mask: Optional[Tensor] = None
            if len(masks) > 0:
                mask = masks[0]
            for layer in range(len(w) // (expert * len(rows))):
                all_heads: List[Tensor] = []
                all_scales: List[Tensor] = []
                all_values: List[Tensor] = []
                for i in range(len(rows)):
                    h, scale, v = project(rows[i], w, (layer * len(rows) + i) * expert, heads, shared, width, eps)
                    all_heads.append(h)
                    all_scales.append(scale)
                    all_values.append(v)
                h, scale, v = all_heads[0], all_scales[0], all_values[0]
                if len(rows) > 1:
                    h, scale, v = torch.cat(all_heads, 1), torch.cat(all_scales, 1), torch.cat(all_values, 1)
                v = v.transpose(1, 2)
                h = normed(h, scale, eps)
                halves = h.chunk(2, -1)
                turned = ((h * cosine) + torch.cat([halves[1].neg(), halves[0]], -1) * sine)
                turned = turned.to(v.dtype).transpose(1, 2)
                q = turned.narrow(1, 0, heads)
                k = turned.narrow(1, heads, shared)
                batch, count = q.size(0), q.size(2)
                if len(keys) > 0:
                    if len(places) > 0:
                        index = places[0].expand(k.shape)
                        keys[layer].scatter_(2, index, k)
                        values[layer].scatter_(2, index, v)
                    else:
                        keys[layer].narrow(2, columns - count, count).copy_(k)
                        values[layer].narrow(2, columns - count, count).copy_(v)
                    k = keys[layer].narrow(2, 0, columns)
                    v = values[layer].narrow(2, 0, columns)
                q = q.reshape([batch, shared, -1, width])
                if q.is_cpu:
                    q, k, v = q.float(), k.float(), v.float()
                mixed = torch.scaled_dot_product_attention(q, k, v, mask).to(turned.dtype)
                mixed = mixed.reshape([batch, heads, count, width]).transpose(1, 2)
                mixed = mixed.reshape([batch, count, heads * width])
                done: List[Tensor] = []
                at = 0
                for i in range(len(rows)):
                    own = rows[i].size(1)
                    part = mixed
                    if len(rows) > 1:
                        part = mixed.narrow(1, at, own)
                    done.append(finish(rows[i], part, w, (layer * len(rows) + i) * expert, eps))
                    at += own
                rows = done
            return rows

        """));

    /// <summary>All layers.</summary>
    /// <param name="rows">The rows of each expert that has some, the understanding one's first.</param>
    /// <param name="weights">Of each layer those experts' tensors, in their order.</param>
    /// <param name="cosine">Cosines of the rows' positions.</param>
    /// <param name="sine">Sines.</param>
    /// <param name="mask">Who sees whom; null = everything.</param>
    /// <param name="room">Where the cache takes the new columns; null = nowhere.</param>
    /// <returns>The rows of each expert before the final norms.</returns>
    public Tensor[] Apply(
        Tensor[] rows, Tensor[] weights, Tensor cosine, Tensor sine, Tensor? mask, CacheRoom? room)
    {
        var (batch, count) = (rows[0].shape[0], rows.Sum(own => own.shape[1]));
        var columns = room?.Columns ?? (int)count;
        Operations.Count(config.PassOperations(batch * count, columns));
        // In a tensor: what goes in as a number becomes a Scalar that the garbage collector can free during the call.
        using var numbers = tensor(
            [config.Heads, config.KeyValueHeads, columns, config.NormEpsilon], dtype: ScalarType.Float64);
        return (Tensor[])Script.Value.invoke(
            "layers", rows, weights, cosine, sine, Listed(mask), room?.Keys ?? [], room?.Values ?? [],
            Listed(room?.Places), numbers);

        static Tensor[] Listed(Tensor? tensor) => tensor is null ? [] : [tensor];
    }
}
