using System.Text.Json;
using System.Text.Json.Serialization;
using Srum.Files;
using Srum.Runs;

namespace Srum.Endpoints;

/// <summary>The user's file of endpoints: a JSON object of settings by name. It holds no keys.</summary>
internal static class EndpointFile
{
    private const string Remedy =
        "A file of endpoints is a JSON object like {\"large\": {\"address\": \"http://localhost:8000/v1\", \"model\": "
        + "\"NAME\", \"keyVariable\": \"LARGE_KEY\"}}; name another with judge.file.";

    private static readonly JsonSerializerOptions Format = new(RecordFormat.Line)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    };

    /// <summary>The settings of a name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="SrumException">The file is missing or wrong, or has no such name.</exception>
    public static EndpointSettings Read(string path, string name)
    {
        var all = JsonFile.Read<Dictionary<string, EndpointSettings?>>(path, Format, Remedy);
        if (all.GetValueOrDefault(name) is not { } settings)
        {
            var known = all.Count == 0 ? "none" : string.Join(", ", all.Keys.Order(StringComparer.Ordinal));
            throw new SrumException($"{path} has no endpoint '{name}'; it has {known}. {Remedy}");
        }

        settings.Validate($"{path}, endpoint '{name}'");
        return settings;
    }
}
