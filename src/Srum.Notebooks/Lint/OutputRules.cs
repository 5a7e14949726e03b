using System.Text.RegularExpressions;

namespace Srum.Notebooks.Lint;

/// <summary>What outputs must not hold when they are committed.</summary>
internal static partial class OutputRules
{
    /// <summary>Committed lessons show what works.</summary>
    public static IEnumerable<LintFinding> StoredError(Notebook notebook) =>
        from cell in notebook.CodeCells
        where cell.Outputs.Any(
            output => (string?)output["output_type"] == "error"
                || ((string?)output["output_type"] == "stream" && (string?)output["name"] == "stderr"))
        select new LintFinding(
            "stored-error", cell.Number, "stores an error or a warning: mend it and run the notebook again.");

    /// <summary>Addresses, and folders of the person or machine that ran it, are nobody else's business.</summary>
    public static IEnumerable<LintFinding> Machine(Notebook notebook) =>
        from cell in notebook.Cells
        let text = cell.Json.ToJsonString()
        let match = Trace().Match(EmbeddedPicture().Replace(text, ""))
        where match.Success
        select new LintFinding(
            "machine", cell.Number, $"names a machine: {match.Value}. Remove it, or clear the output.");

    [GeneratedRegex(
        @"dotnet-interactive-this-cell|\blocalhost\b|(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])|/(?:home|root|Users|tmp|var/folders)/[\w.-]+|[A-Za-z]:(?:\\\\)+Users")]
    private static partial Regex Trace();

    [GeneratedRegex(@"base64,[A-Za-z0-9+/=]+|""image/png"":""[^""]*""")]
    private static partial Regex EmbeddedPicture();
}
