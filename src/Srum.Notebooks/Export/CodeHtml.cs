using ColorCode;
using Srum.Display;

namespace Srum.Notebooks.Export;

/// <summary>Code as a page shows it: coloured by classes where its language is known, always escaped.</summary>
internal static class CodeHtml
{
    /// <summary>A <c>pre</c> element that a keyboard can scroll.</summary>
    /// <param name="code">The code.</param>
    /// <param name="language">Its name as after a fence, such as <c>csharp</c>; anything unknown stays plain.</param>
    /// <param name="label">What a screen reader calls it.</param>
    public static string Block(string code, string? language, string label) =>
        "<pre class=\"code\" tabindex=\"0\" role=\"region\" "
            + $"aria-label=\"{Html.Escape(label)}\"><code>{Coloured(code.TrimEnd('\n'), language)}</code></pre>\n";

    private static string Coloured(string code, string? language)
    {
        if (language is not ("csharp" or "cs" or "c#" or "C#"))
        {
            return Html.Escape(code);
        }

        var html = new HtmlClassFormatter().GetHtmlString(code, Languages.CSharp);
        var (start, end) = (html.IndexOf("<pre>", StringComparison.Ordinal) + 5,
            html.LastIndexOf("</pre>", StringComparison.Ordinal));
        return html[start..end].Trim('\r', '\n');
    }
}
