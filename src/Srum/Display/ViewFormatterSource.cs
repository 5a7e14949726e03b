namespace Srum.Display;

/// <summary>What the kernel asks for a view's formatters (see <see cref="TypeFormatterSourceAttribute"/>).</summary>
internal sealed class ViewFormatterSource
{
    /// <summary>HTML for every view; PNG too where the view is one picture.</summary>
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(), new PngFormatter()];

    private sealed class HtmlFormatter
    {
        public string MimeType => Mime.Html;

        public bool Format(object value, TextWriter writer)
        {
            if (value is not IView view)
            {
                return false;
            }

            writer.Write(NotebookHtml.Of(view));
            return true;
        }
    }

    private sealed class PngFormatter
    {
        public string MimeType => Mime.Png;

        public bool Format(object value, TextWriter writer)
        {
            if (value is not PictureView view)
            {
                return false;
            }

            writer.Write(Convert.ToBase64String(Imaging.PictureFile.EncodePng(view.Picture)));
            return true;
        }
    }
}
