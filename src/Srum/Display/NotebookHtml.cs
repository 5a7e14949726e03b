namespace Srum.Display;

/// <summary>A view's HTML as a notebook keeps it.</summary>
internal static class NotebookHtml
{
    /// <summary>
    /// Hidden by its style. Jupyter drops styles and drawings from a notebook that is not trusted, as every downloaded
    /// one is: then this stands in their place.
    /// </summary>
    private const string Note =
        "<p style=\"display:none\">A drawing is left out here: File › Trust Notebook shows it in Jupyter.</p>";

    /// <summary>The view, with a word for whoever does not get to see its drawings.</summary>
    public static string Of(IView view) =>
        view.ToHtml() is var html && html.Contains("<svg", StringComparison.Ordinal) ? html + Note : html;
}
