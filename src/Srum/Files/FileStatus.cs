using System.Runtime.InteropServices;

namespace Srum.Files;

/// <summary>What stands under a name, links followed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Who may read and write it; null where the system has no such thing.</param>
/// <param name="Owner">Number of its user.</param>
/// <param name="Group">Number of its group.</param>
/// <param name="Place">Tells it from every other file.</param>
internal sealed partial record FileStatus(
    FileKind Kind, UnixFileMode? Mode, uint Owner, uint Group, (ulong Disk, ulong Node) Place)
{
    private const int TypeMask = 0xF000;

    // EPERM and ENOSYS.
    private const int NotPermitted = 1, NotKnown = 38;

    /// <summary>Looks at a name; null = nothing is there.</summary>
    /// <remarks>.NET tells pipes and devices from files only by opening them, which a pipe's reader would
    /// notice.</remarks>
    public static FileStatus? Of(string path)
    {
        var bytes = new byte[512];
        if (OperatingSystem.IsLinux())
        {
            if (Statx(-100, path, flags: 0, mask: 0x7FF, bytes) == 0)
            {
                return Unix(
                    BitConverter.ToUInt16(bytes, 28),
                    BitConverter.ToUInt32(bytes, 20), BitConverter.ToUInt32(bytes, 24),
                    ((ulong)BitConverter.ToUInt32(bytes, 136) << 32) | BitConverter.ToUInt32(bytes, 140),
                    BitConverter.ToUInt64(bytes, 32));
            }

            if (Marshal.GetLastPInvokeError() is not (NotPermitted or NotKnown))
            {
                return null;
            }
        }
        else if (OperatingSystem.IsMacOS())
        {
            return Stat(path, bytes) != 0 ? null : Unix(
                BitConverter.ToUInt16(bytes, 4), BitConverter.ToUInt32(bytes, 16), BitConverter.ToUInt32(bytes, 20),
                BitConverter.ToUInt32(bytes, 0), BitConverter.ToUInt64(bytes, 8));
        }

        // Windows; and a container that does not let the call through.
        return Directory.Exists(path) ? new FileStatus(FileKind.Folder, null, 0, 0, default)
            : OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal)
                ? new FileStatus(FileKind.Stream, null, 0, 0, default)
            : File.Exists(path) ? new FileStatus(FileKind.File, null, 0, 0, default)
            : null;
    }

    private static FileStatus Unix(int mode, uint owner, uint group, ulong disk, ulong node) => new(
        (mode & TypeMask) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Folder,
            0x1000 or 0x2000 => FileKind.Stream,
            _ => FileKind.Other,
        },
        (UnixFileMode)(mode & ~TypeMask), owner, group, (disk, node));

    /// <summary>Gives a file to a user and a group; false = this user may not.</summary>
    public static bool Give(string path, uint owner, uint group) =>
        !OperatingSystem.IsWindows() && Chown(path, owner, group) == 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint owner, uint group);
}
