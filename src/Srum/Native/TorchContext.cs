using System.Runtime.InteropServices;

namespace Srum.Native;

/// <summary>
/// Switches of libtorch's global context that TorchSharp does not bind, called through the functions that libtorch_cpu
/// exports on Linux. Where they are not exported the switches stay as libtorch sets them.
/// </summary>
internal static unsafe class TorchContext
{
    private static readonly Lock Counting = new();

    private static void* context;
    private static delegate* unmanaged<void*, byte, void> setOneDnn;
    private static int plainScopes;

    /// <summary>Whether plain kernels alone are wanted: see <see cref="PlainKernels"/>.</summary>
    public static bool IsPlain => Volatile.Read(ref plainScopes) > 0;

    /// <summary>
    /// Until it is disposed, products and convolutions of this process are computed by torch's plain kernels, without
    /// oneDNN and without any kernel of our choice: slow, and nobody's guess about the processor. Where libtorch does
    /// not export the switch, oneDNN stays with torch's own convolutions.
    /// </summary>
    public static IDisposable PlainKernels()
    {
        Count(1);
        return new Scope();
    }

    /// <summary>
    /// Takes the switches from libtorch_cpu, once, and turns NNPACK off: we never ask for it, and on a processor it
    /// does not know it writes a warning at every convolution.
    /// </summary>
    /// <param name="library">Handle of libtorch_cpu.</param>
    public static void Load(nint library)
    {
        if (!TryFind(library, "_ZN2at13globalContextEv", out var global))
        {
            return;
        }

        context = ((delegate* unmanaged<void*>)global)();
        if (TryFind(library, "_ZN2at7Context20setUserEnabledNNPACKEb", out var setNnpack))
        {
            ((delegate* unmanaged<void*, byte, void>)setNnpack)(context, 0);
        }

        if (TryFind(library, "_ZN2at7Context20setUserEnabledMkldnnEb", out var set))
        {
            setOneDnn = (delegate* unmanaged<void*, byte, void>)set;
        }
    }

    // One that ends while another begins must not leave the switch as the other does not want it.
    private static void Count(int more)
    {
        lock (Counting)
        {
            plainScopes += more;
            if (setOneDnn is not null)
            {
                setOneDnn(context, plainScopes == 0 ? (byte)1 : (byte)0);
            }
        }
    }

    private static bool TryFind(nint library, string name, out nint function) =>
        NativeLibrary.TryGetExport(library, name, out function);

    private sealed class Scope : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
            {
                Count(-1);
            }
        }
    }
}
