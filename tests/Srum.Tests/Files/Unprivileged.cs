using System.Runtime.InteropServices;

namespace Srum.Tests.Files;

/// <summary>
/// Does something with files as a user who is not root. Tests may run as root, whom no mode stops: then this thread's
/// file system user is another for the time.
/// </summary>
internal static partial class Unprivileged
{
    private const uint Nobody = 65534;

    /// <summary>Whether the tests run as root, who may change owners and make devices.</summary>
    public static bool IsRoot => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>Sets a mode where there are modes.</summary>
    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    /// <summary>Does it on this thread alone.</summary>
    public static void Do(Action work)
    {
        if (!IsRoot)
        {
            work();
            return;
        }

        _ = SetGroup(Nobody);
        _ = SetUser(Nobody);
        try
        {
            work();
        }
        finally
        {
            _ = SetUser(0);
            _ = SetGroup(0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetUser(uint user);

    [LibraryImport("libc", EntryPoint = "setfsgid")]
    private static partial int SetGroup(uint group);
}
