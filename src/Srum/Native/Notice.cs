using System.Text;

namespace Srum.Native;

/// <summary>
/// Lines about this machine on the process's own stderr. A lesson's cells have a stderr of their own, which is kept
/// with the lesson: what one processor says has no place there.
/// </summary>
internal static class Notice
{
    private static readonly Lock Turn = new();

    /// <summary>Writes a line; over an unfinished one, such as a progress bar's, where somebody watches.</summary>
    public static void Tell(string line)
    {
        lock (Turn)
        {
            using var stderr = Console.OpenStandardError();
            var over = Console.IsErrorRedirected ? "" : "\r\u001b[K";
            stderr.Write(Encoding.UTF8.GetBytes($"{over}{line}{Environment.NewLine}"));
        }
    }
}
