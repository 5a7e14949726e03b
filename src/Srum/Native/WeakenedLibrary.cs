using System.Buffers.Binary;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Srum.Files;

namespace Srum.Native;

/// <summary>
/// TorchSharp's native library asks for the symbol version GLIBCXX_3.4.32 (GCC 13), which Debian 12 and Ubuntu 22.04
/// lack, though nothing behind that version is ever called. A copy in which this one requirement is marked weak
/// (VER_FLG_WEAK in <c>.gnu.version_r</c>) loads there. The copy lives in a cache folder that only the user can write,
/// is written to a temporary name and renamed, and is compared with the expected bytes before it is loaded.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class WeakenedLibrary
{
    public const string Version = "GLIBCXX_3.4.32";

    private const byte WeakFlag = 2;

    /// <summary>The per-user cache: <c>$XDG_CACHE_HOME/srum</c>, else <c>~/.cache/srum</c>.</summary>
    /// <exception cref="SrumException">The user has no home folder.</exception>
    public static string DefaultCache()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!string.IsNullOrEmpty(cache) && Path.IsPathRooted(cache))
        {
            return Path.Combine(cache, "srum");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, ".cache", "srum")
            : throw new SrumException(Remedy("there is no home folder for a mended copy"));
    }

    /// <summary>
    /// The path of a mended copy of <paramref name="library"/>, made when it is not in the cache yet.
    /// </summary>
    /// <exception cref="SrumException">
    /// The library is not the known one, or the cache is not safe or not writable.
    /// </exception>
    public static string CopyOf(string library, string cache)
    {
        var expected = Weaken(File.ReadAllBytes(library))
            ?? throw new SrumException(Remedy($"{library} does not hold the version {Version} in the known way"));
        var path = Path.Combine(
            cache, Convert.ToHexStringLower(SHA256.HashData(expected))[..16] + "-" + Path.GetFileName(library));
        try
        {
            if (new DirectoryInfo(cache).LinkTarget is not null)
            {
                throw new SrumException(Remedy($"the cache folder {cache} is a link"));
            }

            Directory.CreateDirectory(cache, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            // Only the owner may set the mode: for a folder of somebody else this fails, as it should.
            File.SetUnixFileMode(cache, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (!Holds(path, expected))
            {
                AtomicFile.Write(path, expected);
            }

            return Holds(path, expected)
                ? path
                : throw new SrumException(Remedy($"{path} is not what was written"));
        }
        catch (Exception failure) when (AtomicFile.IsOfSystem(failure))
        {
            throw new SrumException(Remedy($"a mended copy could not be kept in {cache} ({failure.Message})"), failure);
        }
    }

    /// <summary>
    /// The library with the requirement marked weak; null where it is not found in exactly one place.
    /// </summary>
    public static byte[]? Weaken(byte[] library)
    {
        // Elf64_Vernaux: vna_hash (4 bytes), vna_flags (2), vna_other (2), …
        Span<byte> hash = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, ElfHash(Version));
        var place = library.AsSpan().IndexOf(hash);
        if (place < 0
            || place + 8 > library.Length
            || library.AsSpan(place + 1).IndexOf(hash) >= 0
            || library[place + 4] != 0
            || library[place + 5] != 0)
        {
            return null;
        }

        var weakened = (byte[])library.Clone();
        weakened[place + 4] = WeakFlag;
        return weakened;
    }

    private static bool Holds(string path, byte[] expected) =>
        new FileInfo(path) is { Exists: true, LinkTarget: null } file
        && file.Length == expected.Length
        && File.ReadAllBytes(path).AsSpan().SequenceEqual(expected);

    // The System V ABI's hash of a symbol or version name.
    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (var character in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + character;
            var high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    private static string Remedy(string what) =>
        $"TorchSharp needs a newer C++ runtime than this system's ({Version}), and {what}. "
        + "Give the user a cache folder that nobody else can write (set XDG_CACHE_HOME to one), or use a system with "
        + "GCC 13's runtime (Ubuntu 24.04, Debian 13).";
}
