using System.Globalization;

namespace Srum.Cli.Doctor;

/// <summary>
/// The memory that programs may use: the machine's, or less in a container. .NET's own figure is three quarters of a
/// container's limit, which it sets its heap; tensors do not lie there.
/// </summary>
internal static class UsableMemory
{
    /// <summary>That of this machine, in bytes.</summary>
    public static long Bytes() =>
        (OperatingSystem.IsLinux() ? OfLinux("/sys/fs/cgroup", "/proc") : null)
        ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>What Linux tells, in bytes; null = nothing.</summary>
    /// <param name="groups">Where control groups are mounted, of version 2 or 1.</param>
    /// <param name="processes">Where processes are.</param>
    internal static long? OfLinux(string groups, string processes) =>
        Groups(processes)
            .SelectMany(group => (string[])
                [$"{groups}{group}/memory.max", $"{groups}/memory{group}/memory.limit_in_bytes"])
            .Select(file => Lines(file) is [var limit, ..] ? Number(limit) : null)
            .Append(Installed(processes))
            .Min();

    // The process's own group and all above it, whose limits count too; in a container the uppermost is its own.
    private static IEnumerable<string> Groups(string processes)
    {
        yield return "";
        foreach (var line in Lines($"{processes}/self/cgroup"))
        {
            if (line.Split(':', 3) is not [_, var controllers, var group]
                || (controllers != "" && !controllers.Split(',').Contains("memory")))
            {
                continue;
            }

            group = group.TrimEnd('/');
            while (group.Length > 0)
            {
                yield return group;
                group = group[..Math.Max(0, group.LastIndexOf('/'))];
            }
        }
    }

    // MemTotal:       24689764 kB
    private static long? Installed(string processes) =>
        Lines($"{processes}/meminfo").FirstOrDefault(line => line.StartsWith("MemTotal:", StringComparison.Ordinal))
            ?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kibi, ..]
            ? Number(kibi) * 1024
            : null;

    // "max", and other words for no limit, are null.
    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
