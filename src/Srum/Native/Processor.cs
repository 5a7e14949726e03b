using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Srum.Native;

/// <summary>What this machine's processor says of itself.</summary>
public static class Processor
{
    /// <summary>What libtorch's kernels are chosen by, as Linux spells it.</summary>
    private static readonly string[] Wanted =
        [
            "fma", "avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_tile", "asimd", "bf16", "sve",
            "i8mm",
        ];

    /// <summary>
    /// Its name with family and model where the system tells them; else what the processor or .NET calls it.
    /// </summary>
    public static string Name { get; } = FindName();

    /// <summary>
    /// Those of its features that kernels are chosen by: as the system lists them, else as .NET may use them.
    /// </summary>
    public static IReadOnlyList<string> Features { get; } = FindFeatures();

    /// <summary>Whether it multiplies bfloat16 with instructions of its own, so that such products are fast.</summary>
    public static bool MultipliesBfloat16 => Features.Any(feature => feature is "avx512_bf16" or "amx_bf16");

    private static string FindName()
    {
        var name = Info("model name") ?? Brand() ?? $"{RuntimeInformation.ProcessArchitecture} processor";
        return Info("cpu family") is { } family && Info("model") is { } model
            ? $"{name}, family {family}, model {model}"
            : name;
    }

    private static string[] FindFeatures()
    {
        var listed = (Info("flags") ?? Info("Features"))?.Split(' ').ToHashSet(StringComparer.Ordinal);
        return listed is not null
            ? [.. Wanted.Where(listed.Contains)]
            : [.. Usable().Where(found => found.Has).Select(found => found.Name)];
    }

    /// <summary>Those that .NET knows of, and whether it may use them.</summary>
    internal static (string Name, bool Has)[] Usable() =>
    [
        ("fma", Fma.IsSupported), ("avx2", Avx2.IsSupported), ("avx512f", Avx512F.IsSupported),
        ("avx512_bf16", Avx512F.IsSupported && HasVectorsOfBfloat16()),
        ("asimd", System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported),
    ];

    // Leaf 7 says in its first part how many more it has. No class of .NET stands for these instructions.
    private static bool HasVectorsOfBfloat16() => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7
        && X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    // The first processor's line of Linux's list; null elsewhere.
    private static string? Info(string field)
    {
        try
        {
            return File.ReadLines("/proc/cpuinfo")
                .Select(line => line.Split(':', 2))
                .FirstOrDefault(line => line.Length == 2 && line[0].Trim() == field)?[1].Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The brand string, in leaves 0x80000002 to 0x80000004.
    private static string? Brand()
    {
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < 0x80000004)
        {
            return null;
        }

        var text = new byte[48];
        for (var leaf = 0; leaf < 3; leaf++)
        {
            var (a, b, c, d) = X86Base.CpuId(unchecked((int)0x80000002) + leaf, 0);
            MemoryMarshal.AsBytes<int>([a, b, c, d]).CopyTo(text.AsSpan(16 * leaf));
        }

        var name = Encoding.ASCII.GetString(text).Trim('\0', ' ');
        return name.Length > 0 ? name : null;
    }
}
