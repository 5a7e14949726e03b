using System.Runtime.InteropServices;

namespace Srum.Native;

/// <summary>
/// Switches of libtorch's global context that TorchSharp does not bind, called through the functions that libtorch_cpu
/// exports on Linux. Where they are not exported the switches stay as libtorch sets them.
/// </summary>
internal static unsafe class TorchContext
{
    private static void* context;
    private static delegate* unmanaged<void*, byte, void> setOneDnn;
    private static delegate* unmanaged<void*, byte> hasOneDnn;

    /// <summary>Whether oneDNN can be switched off here.</summary>
    public static bool CanSwitchOneDnn => context is not null && setOneDnn is not null && hasOneDnn is not null;

    /// <summary>
    /// Takes the switches from libtorch_cpu, once, and turns NNPACK off: we never ask for it, and on a processor it does not
    /// know it writes a warning at every convolution.
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

        if (TryFind(library, "_ZN2at7Context20setUserEnabledMkldnnEb", out var set)
            && TryFind(library, "_ZNK2at7Context17userEnabledMkldnnEv", out var get))
        {
            setOneDnn = (delegate* unmanaged<void*, byte, void>)set;
            hasOneDnn = (delegate* unmanaged<void*, byte>)get;
        }
    }

    /// <summary>
    /// Whether torch may use oneDNN (MKL-DNN) for products and convolutions; without it, its plain kernels do the work.
    /// One switch for all threads. Where it cannot be switched, setting it does nothing.
    /// </summary>
    public static bool OneDnn
    {
        get => !CanSwitchOneDnn || hasOneDnn(context) != 0;
        set
        {
            if (CanSwitchOneDnn)
            {
                setOneDnn(context, value ? (byte)1 : (byte)0);
            }
        }
    }

    private static bool TryFind(nint library, string name, out nint function) => NativeLibrary.TryGetExport(library, name, out function);
}
