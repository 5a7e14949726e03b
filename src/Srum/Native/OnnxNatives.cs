using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Srum.Native;

/// <summary>
/// Finds ONNX Runtime's native half where libtorch's lies (<see cref="TorchNatives"/>). It has threads of its own and
/// no OpenMP, so that the two do not meet in one process.
/// </summary>
internal static class OnnxNatives
{
    private static readonly string File = OperatingSystem.IsWindows() ? "onnxruntime.dll"
        : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    private static readonly Lazy<string> Found = new(Register);

    /// <summary>States that ONNX Runtime is needed from here on.</summary>
    /// <returns>The native library's path.</returns>
    /// <exception cref="SrumException">It is not there; the message tells the remedy.</exception>
    public static string Require() => Found.Value;

    private static string Register()
    {
        var path = Path.Combine(TorchNatives.Folder ?? AppContext.BaseDirectory, File);
        if (!System.IO.File.Exists(path))
        {
            throw new SrumException(
                $"ONNX Runtime's native library was not found: {path}. Build once with 'dotnet build -c Release', "
                + "which lays it out.");
        }

        // Its own resolver looks beside the program, where no natives are.
        OrtEnv.DisableDllImportResolver = true;
        NativeLibrary.SetDllImportResolver(
            typeof(OrtEnv).Assembly,
            (name, _, _) =>
                name.Contains("onnxruntime", StringComparison.Ordinal) ? TorchNatives.LoadLibrary(path) : 0);
        return path;
    }
}
