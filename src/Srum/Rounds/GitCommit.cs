using System.ComponentModel;
using System.Diagnostics;
using Srum.Native;

namespace Srum.Rounds;

/// <summary>The commit of the code that runs.</summary>
public static class GitCommit
{
    private static readonly string Sign = Path.Combine("src", "Srum", "Srum.csproj");

    /// <summary>The commit's hash; null where there is no git, or the code stands in no clone.</summary>
    public static string? Current()
    {
        var beside = Path.GetDirectoryName(typeof(GitCommit).Assembly.Location);
        if (FindClone(TorchNatives.KitFolder ?? beside) is not { } clone)
        {
            return null;
        }

        var start = new ProcessStartInfo("git", ["-C", clone, "rev-parse", "HEAD"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // A hook of another repository sets it, and then it counts more than the folder.
        start.Environment.Remove("GIT_DIR");
        try
        {
            using var git = Process.Start(start)!;
            var hash = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 && hash.Length > 0 ? hash : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>
    /// The clone that a folder lies in; null = none, or one without history: a kit or a ZIP may lie in somebody's
    /// repository, and git would find that one.
    /// </summary>
    internal static string? FindClone(string? start)
    {
        for (var folder = start is null ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Sign)))
            {
                // In a worktree it is a file.
                return Path.Exists(Path.Combine(folder.FullName, ".git")) ? folder.FullName : null;
            }
        }

        return null;
    }
}
