namespace Srum.Display;

/// <summary>Something a notebook or a report shows.</summary>
public interface IView
{
    /// <summary>
    /// A piece of HTML that stands alone: no link, every text escaped, pictures inside. A view that answers the reader
    /// brings its script along, and shows a picture where none runs.
    /// </summary>
    string ToHtml();
}
