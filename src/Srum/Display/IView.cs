namespace Srum.Display;

/// <summary>Something a notebook or a report shows.</summary>
public interface IView
{
    /// <summary>A piece of HTML that stands alone: no script, no link, every text escaped, pictures inside.</summary>
    string ToHtml();
}
