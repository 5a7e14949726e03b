using Spectre.Console.Cli;
using Srum.Recipes;

namespace Srum.Cli.Parsing;

/// <summary>
/// Reads the words of a command line into a command's settings, by one rule for every command: a flag's value stands
/// behind it as a word of its own, or after <c>=</c>, which a value that begins with a dash needs (a number does not);
/// after a word <c>--</c> there are texts alone. Of a flag that is given twice the last one counts, unless it collects.
/// </summary>
/// <remarks>
/// Spectre's own parser takes a flag without a value for one with the value <c>__default_command</c>, wraps numbers
/// that are too large in hexadecimal, takes any number for an enum, and lets no text begin with a dash.
/// </remarks>
internal static class SettingsReader
{
    private static readonly string[] Help = ["--help", "-h", "-?"];

    /// <summary>Whether help is asked for.</summary>
    public static bool AsksForHelp(IEnumerable<string> words) =>
        words.TakeWhile(word => word != "--").Any(Help.Contains);

    /// <summary>Reads words.</summary>
    /// <param name="entry">The command.</param>
    /// <param name="words">What stands behind its name.</param>
    /// <returns>Valid settings.</returns>
    /// <exception cref="UsageException">
    /// They make none; the message says which word is wrong and what is wanted.
    /// </exception>
    public static CommandSettings Read(CommandEntry entry, IReadOnlyList<string> words)
    {
        var settings = (CommandSettings)Activator.CreateInstance(entry.Settings)!;
        var (texts, flags) = (new List<string>(), new HashSet<Flag>());
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "--")
            {
                texts.AddRange(words.Skip(i + 1));
                break;
            }

            if (!IsFlag(words[i]))
            {
                texts.Add(words[i]);
                continue;
            }

            var (name, value) = words[i].Split('=', 2) is [var before, var after] ? (before, after) : (words[i], null);
            var flag = entry.Flags.FirstOrDefault(flag => flag.Name == name) ?? throw Unknown(entry, name);
            flags.Add(flag);
            if (flag.ValueName is null)
            {
                flag.Property.SetValue(settings, Switch(flag, value));
                continue;
            }

            if (value is null && (i + 1 == words.Count || IsFlag(words[i + 1])))
            {
                throw Missing(flag, words.ElementAtOrDefault(i + 1));
            }

            flag.Set(settings, value ?? words[++i]);
        }

        ReadTexts(entry, texts, settings);
        return entry.Flags.FirstOrDefault(flag => flag.IsRequired && !flags.Contains(flag)) is { } missing
                ? throw new UsageException($"{missing.Name} is missing: {entry.Usage}")
            : settings.Validate() is { Successful: false } wrong ? throw new UsageException(wrong.Message!)
            : settings;
    }

    private static void ReadTexts(CommandEntry entry, List<string> texts, CommandSettings settings)
    {
        var used = 0;
        foreach (var (property, name, isRequired) in entry.Texts)
        {
            if (used == texts.Count)
            {
                _ = isRequired ? throw new UsageException($"{name} is missing: {entry.Usage}") : true;
                break;
            }

            var count = property.PropertyType.IsArray ? texts.Count - used : 1;
            string[] values = [.. texts.Skip(used).Take(count).Select(text => ValueReader.Text(name, text))];
            property.SetValue(settings, property.PropertyType.IsArray ? values : values[0]);
            used += count;
        }

        if (used < texts.Count)
        {
            string[] more = [.. CommandTable.All.Where(other => other.Words.Length > entry.Words.Length
                && other.Name.StartsWith(entry.Name + " ", StringComparison.Ordinal)).Select(other => other.Words[^1])];
            throw new UsageException(entry.Texts.Count == 0
                ? $"'{texts[used]}' stands without a flag, and 'srum {entry.Name}' takes flags alone"
                    + (more.Length == 0 ? "." : $", or one of the words {string.Join(", ", more)}.")
                : $"'{texts[used]}' is one text too many: {entry.Usage}. "
                    + "A text of several words needs quotation marks around it.");
        }
    }

    // -5 and -.5 are numbers.
    private static bool IsFlag(string word) =>
        word.StartsWith('-') && !(word[1..].TrimStart('.') is [var digit, ..] && char.IsAsciiDigit(digit));

    private static bool Switch(Flag flag, string? value) => value?.ToLowerInvariant() switch
    {
        null or "true" => true,
        "false" => false,
        _ => throw new UsageException($"{flag.Name} takes no value, and has '{value}'."),
    };

    private static UsageException Missing(Flag flag, string? next) => new(
        $"{flag.Name} needs a value: {flag.Name} {flag.ValueName}."
        + (next is null ? ""
            : $" What follows is '{next}'; a value that begins with a dash is given as {flag.Name}={next}"));

    private static UsageException Unknown(CommandEntry entry, string name) => new(
        $"Unknown option '{name.TrimStart('-')}' of 'srum {entry.Name}'; the nearest is "
        + $"{Nearest.Of(name, entry.Flags.Select(flag => flag.Name))}."
        + (entry.Flags.Any(flag => flag.Name == "--set")
            ? " What a recipe says is changed by --set, as in --set train.steps=60."
            : "")
        + (entry.Texts.Count == 0 || name.StartsWith("--", StringComparison.Ordinal) ? ""
            : $" A text that begins with a dash stands behind a word '--': srum {entry.Name} -- '{name}'"));
}
