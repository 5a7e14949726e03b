using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models;

/// <summary>Scaled dot-product attention.</summary>
internal static class Attention
{
    /// <summary>
    /// Up to so many columns, and from <see cref="ManyRows"/> rows of all heads on, plain products on a processor are
    /// twice as fast as torch's attention in blocks (docs/decisions.md).
    /// </summary>
    private const long FewColumns = 64;

    /// <summary>See <see cref="FewColumns"/>.</summary>
    public const long ManyRows = 2048;

    /// <summary>Softmax of query · keyᵀ / √width, over the keys that a mask lets through, times the values.</summary>
    /// <param name="query">(…, rows, width).</param>
    /// <param name="key">(…, columns, width).</param>
    /// <param name="value">(…, columns, width).</param>
    /// <param name="mask">True where a row sees a column; null = everywhere.</param>
    public static Tensor Apply(Tensor query, Tensor key, Tensor value, Tensor? mask = null)
    {
        Operations.CountAttention(query, key);
        if (query.device_type != DeviceType.CPU)
        {
            return F.scaled_dot_product_attention(query, key, value, mask);
        }

        // In bfloat16 torch sets up a product of its own for every head and block, which takes several times as long
        // as the products themselves.
        var type = query.dtype;
        (query, key, value) = (query.to(ScalarType.Float32), key.to(ScalarType.Float32), value.to(ScalarType.Float32));
        var isForProducts = !is_grad_enabled() && key.shape[^2] <= FewColumns
            && query.numel() / query.shape[^1] >= ManyRows;
        return (isForProducts
            ? ByProducts(query, key, value, mask)
            : F.scaled_dot_product_attention(query, key, value, mask)).to(type);
    }

    private static Tensor ByProducts(Tensor query, Tensor key, Tensor value, Tensor? mask)
    {
        using var scale = (1 / Math.Sqrt(query.shape[^1])).ToScalar();
        using var nothing = double.NegativeInfinity.ToScalar();
        var scores = query.matmul(key.transpose(-2, -1)).mul_(scale);
        scores = mask is null ? scores : scores.masked_fill_(mask.logical_not(), nothing);
        return scores.softmax(-1).matmul(value);
    }
}
