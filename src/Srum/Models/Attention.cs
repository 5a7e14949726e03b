using Srum.Native;
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
        return F.scaled_dot_product_attention(query, key, value, mask);
    }
}
