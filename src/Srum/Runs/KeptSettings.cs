using System.Text.Json;
using Srum.Files;

namespace Srum.Runs;

/// <summary>The file of settings that something was begun with, held against those it is given to go on.</summary>
internal static class KeptSettings
{
    private const int Most = 8;
    private const int LongestValue = 48;

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What was begun with it.</param>
    /// <exception cref="SrumException">It is damaged.</exception>
    public static JsonElement Read(string path, string what)
    {
        var remedy = $"The file is damaged, and nothing else says what {what} was begun with: put it back, or begin "
            + "anew in another folder.";
        var kept = JsonFile.Read(path, remedy);
        return kept.ValueKind == JsonValueKind.Object
            ? kept
            : throw new SrumException($"{path} holds no JSON object. {remedy}");
    }

    /// <summary>Refuses other settings than those of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What was begun with it.</param>
    /// <param name="given">The settings of now, a JSON object.</param>
    /// <param name="remedy">What to do about other ones, a sentence.</param>
    /// <exception cref="SrumException">They differ, each difference named with both values; or the file is
    /// damaged.</exception>
    public static void Require(string path, string what, JsonElement given, string remedy)
    {
        var differences = Differences(Read(path, what), given);
        if (differences.Length > 0)
        {
            throw new SrumException(
                $"{Capital(what)} was begun with other settings ({path}): {differences}. {remedy}");
        }
    }

    /// <summary>What was begun, as a sentence begins with it.</summary>
    public static string Capital(string what) => what[..1].ToUpperInvariant() + what[1..];

    // A clause a difference, by dotted name: "train.steps was 2, is now 4".
    private static string Differences(JsonElement kept, JsonElement given)
    {
        var (before, now) = (Values(kept), Values(given));
        string[] differences =
        [
            .. before.Keys.Union(now.Keys).Where(name => Value(before, name) != Value(now, name))
                .Select(name => Difference(name, Short(Value(before, name)), Short(Value(now, name)))),
        ];
        var more = differences.Length - Most;
        return string.Join("; ", differences.Take(Most)) + (more > 0 ? $"; and {more} more" : "");
    }

    private static string Difference(string name, string before, string now) =>
        before == now ? $"{name} is another, which begins alike" : $"{name} was {before}, is now {now}";

    private static string? Value(Dictionary<string, string> values, string name) => values.GetValueOrDefault(name);

    private static string Short(string? value) => value is null ? "not there"
        : value.Length > LongestValue ? value[..LongestValue] + "…"
        : value;

    private static Dictionary<string, string> Values(JsonElement settings)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk("", settings);
        return values;

        void Walk(string name, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var field in value.EnumerateObject())
                {
                    Walk(name.Length == 0 ? field.Name : $"{name}.{field.Name}", field.Value);
                }
            }
            else
            {
                // As compact JSON, since lists are written over several lines.
                values[name] = JsonSerializer.Serialize(value);
            }
        }
    }
}
