namespace Srum.Display;

/// <summary>The frame of every page that is a file of its own.</summary>
public static class HtmlDocument
{
    /// <summary>A whole page.</summary>
    /// <param name="title">Its title, as plain text.</param>
    /// <param name="head">Further HTML of the head: styles, links.</param>
    /// <param name="body">HTML of the body.</param>
    /// <param name="policy">
    /// What the page may load, as a content security policy without quotation marks; null (default) = whatever it
    /// names.
    /// </param>
    public static string Of(string title, string head, string body, string? policy = null) =>
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + (policy is null ? "" : $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n")
        + $"<title>{Html.Escape(title)}</title>\n{head}</head>\n<body>\n{body}</body>\n</html>\n";
}
