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
        var keys = Of(prompt).SelectMany(Forms).ToHashSet();
        var deciding = nouns.Count > 0 ? nouns : words;
        return deciding.Count == 0
            || deciding.Any(
                w => Forms(w).Any(keys.Contains)
                    || (!char.IsAscii(w[0]) && prompt.Contains(w, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> Of(string text) => Word().Matches(text).Select(m => m.Value.ToLowerInvariant());

    // The word and all that it may be the plural of. Which of them is a word, no ending tells: "horses" and "boxes",
    // "cookies" and "berries".
    private static IEnumerable<string> Forms(string word)
    {
        yield return word;
        if (word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal))
        {
            yield return word[..^1];
        }

        if (word.Length > 4 && word.EndsWith("es", StringComparison.Ordinal))
        {
            yield return word[..^2];
        }

        if (word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal))
        {
            yield return word[..^3] + "y";
        }
    }

    private static HashSet<string> Words(string list) => [.. list.Split(' ')];

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
