using System.Text.RegularExpressions;

namespace Srum.Judging;

/// <summary>
/// Whether an object that the judge names is one that the prompt mentions. Nouns decide: colours, sizes and the like
/// are shared by too many things, so they count only where the name has nothing else.
/// </summary>
public static partial class Keywords
{
    private static readonly HashSet<string> Ignored = Words(
        "a an the this that these those some one two three four five six and or of with without in on at to from by "
            + "for is " +
        "are it its left right above below under over next near beside behind front top bottom between into there no "
            + "none " +
        "object objects thing things region picture image part");

    private static readonly HashSet<string> Attributes = Words(
        "red green blue yellow purple orange pink brown black white grey gray golden silver big small large little "
            + "tiny " +
        "huge tall short long round solid outline outlined filled hollow empty wooden metal metallic plastic glass "
            + "leather " +
        "fabric fluffy rubber old new young dark bright light colour color coloured colored");

    /// <summary>
    /// True where the name shares a keyword with the prompt, plural or singular; also where it names nothing.
    /// </summary>
    public static bool Match(string? name, string prompt)
    {
        var words = Of(name ?? "").Where(w => !Ignored.Contains(w)).ToList();
        var nouns = words.Where(w => !Attributes.Contains(w)).ToList();
        var keys = Of(prompt).Select(Stem).ToHashSet();
        var deciding = nouns.Count > 0 ? nouns : words;
        return deciding.Count == 0
            || deciding.Any(
                w => keys.Contains(Stem(w))
                    || (!char.IsAscii(w[0]) && prompt.Contains(w, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> Of(string text) => Word().Matches(text).Select(m => m.Value.ToLowerInvariant());

    private static string Stem(string word) => word switch
    {
        { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        { Length: > 4 } when Sibilant().IsMatch(word) => word[..^2],
        { Length: > 3 } when word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) => word[..^1],
        _ => word,
    };

    private static HashSet<string> Words(string list) => [.. list.Split(' ')];

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex("(?:s|x|z|ch|sh)es$")]
    private static partial Regex Sibilant();
}
