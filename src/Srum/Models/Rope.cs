using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Models;

/// <summary>
/// Rotary positions (Su et al. 2021) as Qwen2 has them: element i of a head is paired with element i + width / 2.
/// </summary>
internal sealed class Rope : IDisposable
{
    private readonly Tensor frequencies;

    public Rope(int headWidth, double theta, Device? device = null)
    {
        using var scope = NewDisposeScope();
        var values = Enumerable.Range(0, headWidth / 2)
            .Select(i => (float)(1.0 / (float)Math.Pow(theta, (float)(2 * i) / headWidth)));
        frequencies = tensor([.. values], dtype: float32, device: device).DetachFromDisposeScope();
    }

    /// <summary>Cosines and sines (…, width) of positions (…), int64.</summary>
    public (Tensor Cosine, Tensor Sine) Angles(Tensor positions)
    {
        var angles = positions.to(ScalarType.Float32).unsqueeze(-1) * frequencies;
        var both = cat([angles, angles], -1);
        return (both.cos(), both.sin());
    }

    /// <summary>Turns heads (…, width) by angles that broadcast against them.</summary>
    public static Tensor Apply(Tensor heads, Tensor cosine, Tensor sine)
    {
        var halves = heads.chunk(2, -1);
        return (heads * cosine).Plus(cat([halves[1].neg(), halves[0]], -1) * sine);
    }

    public void Dispose() => frequencies.Dispose();
}
