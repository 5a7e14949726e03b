using System.Text;
using System.Text.RegularExpressions;
using Srum.Display;

namespace Srum.Notebooks.Export;

/// <summary>
/// What prose may say in HTML: a few tags without attributes, among them those that fold a solution. All else is shown
/// as the text that it is.
/// </summary>
internal sealed partial class AllowedHtml
{
    private readonly Stack<string> _open = new();

    /// <summary>
    /// A stretch of a text that contains HTML, made safe; tags stay open until they are closed or
    /// <see cref="CloseAll"/>.
    /// </summary>
    public string Filter(string text)
    {
        var html = new StringBuilder();
        var from = 0;
        foreach (Match tag in Tag().Matches(text))
        {
            html.Append(Html.Escape(text[from..tag.Index])).Append(Take(tag));
            from = tag.Index + tag.Length;
        }

        return html.Append(Html.Escape(text[from..])).ToString();
    }

    /// <summary>Closes what the text left open, so that nothing of it reaches beyond its cell.</summary>
    public string CloseAll()
    {
        var closed = string.Concat(_open.Select(name => $"</{name}>"));
        _open.Clear();
        return closed;
    }

    private string Take(Match tag)
    {
        var name = tag.Groups["name"].Value.ToLowerInvariant();
        if (name == "br")
        {
            return "<br>";
        }

        if (tag.Value[1] != '/')
        {
            _open.Push(name);
            return $"<{name}>";
        }

        // One that closes nothing, or closes across another, would tear the page's own elements.
        return _open.TryPeek(out var last) && last == name ? $"</{_open.Pop()}>" : Html.Escape(tag.Value);
    }

    [GeneratedRegex(
        "</?(?<name>details|summary|sub|sup|kbd|br) ?/?>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
