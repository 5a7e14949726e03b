using System.Text.Json.Nodes;

namespace Srum.Notebooks.Packing;

/// <summary>A NuGet package of an exact version.</summary>
/// <param name="Id">Its name, as the one who asked for it spells it.</param>
/// <param name="Version">Its version.</param>
internal sealed record Package(string Id, string Version)
{
    /// <summary>The file that restore unpacked it from, in the cache that the project used.</summary>
    public string FileIn(string cache)
    {
        var (id, version) = (Id.ToLowerInvariant(), Version.ToLowerInvariant());
        return Path.Combine(cache, id, version, $"{id}.{version}.nupkg");
    }

    /// <summary>The packages that a restored project uses, those of its projects included.</summary>
    /// <param name="assets">The project's <c>project.assets.json</c>.</param>
    /// <exception cref="SrumException">The project has not been restored.</exception>
    public static IReadOnlyList<Package> Used(string assets)
    {
        if (!File.Exists(assets))
        {
            throw new SrumException($"{assets} is missing: run 'dotnet build -c Release' first, so that it is known "
                + "what has to be packed.");
        }

        var libraries = (JsonObject)JsonNode.Parse(File.ReadAllBytes(assets))!["libraries"]!;
        return [.. libraries.Where(library => (string?)library.Value?["type"] == "package")
            .Select(library => Parse(library.Key))];
    }

    private static Package Parse(string name) => new(
        name[..name.IndexOf('/', StringComparison.Ordinal)], name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
}
