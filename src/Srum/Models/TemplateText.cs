namespace Srum.Models;

/// <summary>
/// A template as people write it: perhaps lines <c>name = value</c>, closed by a line <c>---</c>, and then its text. In
/// a value, <c>\n</c> is a line end, and quotation marks around it keep its spaces.
/// </summary>
/// <param name="Head">The values by name.</param>
/// <param name="Text">The text, with line feeds on every system.</param>
internal sealed record TemplateText(IReadOnlyDictionary<string, string> Head, string Text)
{
    /// <summary>Reads a template.</summary>
    /// <param name="template">Its words.</param>
    /// <param name="kind">What it is, for messages: <c>judge</c>.</param>
    /// <param name="known">What its head may set.</param>
    /// <exception cref="SrumException">Its head sets something else.</exception>
    public static TemplateText Parse(string template, string kind, params string[] known)
    {
        var lines = template.ReplaceLineEndings("\n").Split('\n').ToList();
        var end = lines.IndexOf("---");
        if (end < 0 || !lines.Take(end).All(line => line.Length == 0 || line.Contains('=')))
        {
            return new TemplateText(new Dictionary<string, string>(), string.Join('\n', lines).Trim());
        }

        var head = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Take(end).Where(line => line.Length > 0))
        {
            var name = line[..line.IndexOf('=')].Trim();
            if (!known.Contains(name))
            {
                throw new SrumException(
                    $"The {kind} template sets '{name}', which is not known. Its head may set "
                        + $"{string.Join(", ", known)}; a line --- closes the head.");
            }

            var value = line[(line.IndexOf('=') + 1)..].Trim().Replace("\\n", "\n");
            head[name] = value is ['"', .. var verbatim, '"'] ? verbatim : value;
        }

        return new TemplateText(head, string.Join('\n', lines.Skip(end + 1)).Trim());
    }
}
