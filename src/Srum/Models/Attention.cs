using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models;

/// <summary>Scaled dot-product attention.</summary>
internal static class Attention
{
    /// <summary>Softmax of query · keyᵀ / √width, over the keys that a mask lets through, times the values.</summary>
    /// <param name="query">(…, rows, width).</param>
    /// <param name="key">(…, columns, width).</param>
    /// <param name="value">(…, columns, width).</param>
    /// <param name="mask">True where a row sees a column; null = everywhere.</param>
    public static Tensor Apply(Tensor query, Tensor key, Tensor value, Tensor? mask = null)
    {
        Operations.CountAttention(query, key);
        if (query.dtype != ScalarType.BFloat16 || query.device_type != DeviceType.CPU)
        {
            return F.scaled_dot_product_attention(query, key, value, mask);
        }

        // On a processor torch sets up a product of its own for every head and block in bfloat16, which takes several
        // times as long as the products themselves (docs/decisions.md).
        return F.scaled_dot_product_attention(
            query.to(ScalarType.Float32), key.to(ScalarType.Float32), value.to(ScalarType.Float32), mask)
            .to(ScalarType.BFloat16);
    }
}
