namespace Srum.Cli.Parsing;

/// <summary>A command line as a person can give it to a shell.</summary>
internal static class ShellWords
{
    /// <summary>
    /// Words with blanks between, those in quotation marks that a shell would take for something else.
    /// </summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_./:=,+@%".Contains(letter))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
