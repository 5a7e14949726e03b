using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Srum.Notebooks.Packing;

/// <summary>The folder that restored packages lie in; what is missing there is fetched by a restore.</summary>
/// <param name="folder">The folder.</param>
internal sealed class PackageCache(string folder)
{
    /// <summary>The cache of this user.</summary>
    public static PackageCache OfUser() => new(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));

    /// <summary>The packages' files, after a restore of those that were missing.</summary>
    /// <exception cref="SrumException">Some are not here and cannot be had; the message names them.</exception>
    public IReadOnlyList<string> Files(IReadOnlyList<Package> packages)
    {
        var missing = packages.Where(package => !File.Exists(package.FileIn(folder))).ToList();
        var said = missing.Count > 0 ? Fetch(missing) : "";
        missing = [.. missing.Where(package => !File.Exists(package.FileIn(folder)))];
        return missing.Count == 0
            ? [.. packages.Select(package => package.FileIn(folder))]
            : throw new SrumException(
                $"Could not be had: {string.Join(", ", missing.Select(package => $"{package.Id} {package.Version}"))}. "
                    + $"Pack on a machine with a network. The restore said: {said}");
    }

    private string Fetch(IReadOnlyList<Package> packages)
    {
        var place = Directory.CreateTempSubdirectory("srum-").FullName;
        try
        {
            var project = new StringBuilder(
                "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>");
            foreach (var package in packages)
            {
                project.Append($"<PackageDownload Include=\"{package.Id}\" Version=\"[{package.Version}]\"/>");
            }

            File.WriteAllText(Path.Combine(place, "fetch.csproj"), project.Append("</ItemGroup></Project>").ToString());
            var start = new ProcessStartInfo("dotnet", ["restore", "--nologo", "--packages", folder])
            {
                WorkingDirectory = place,
                RedirectStandardOutput = true,
            };
            using var restore = Process.Start(start)!;
            var said = restore.StandardOutput.ReadToEnd();
            restore.WaitForExit();
            return said.Trim();
        }
        catch (Win32Exception missing)
        {
            return missing.Message;
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }
}
