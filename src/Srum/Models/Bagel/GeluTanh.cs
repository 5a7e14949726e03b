using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>GELU in its tanh form, in torch's fused kernel: TorchSharp binds only the exact form.</summary>
internal static class GeluTanh
{
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(
        """
        def gelu_tanh(x: Tensor):
            return torch.gelu(x, approximate="tanh")

        """));

    public static Tensor Apply(Tensor x) => (Tensor)Script.Value.invoke("gelu_tanh", x);
}
