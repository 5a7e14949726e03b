using System.ComponentModel;
using System.Diagnostics;

namespace Srum.Rounds;

/// <summary>The commit of the code that runs.</summary>
public static class GitCommit
{
    /// <summary>The commit's hash; null where there is no git or no repository.</summary>
    public static string? Current()
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["-C", AppContext.BaseDirectory, "rev-parse", "HEAD"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var hash = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 && hash.Length > 0 ? hash : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
