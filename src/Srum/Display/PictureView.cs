using Srum.Imaging;

namespace Srum.Display;

/// <summary>One picture with a line under it.</summary>
/// <param name="picture">The picture; shown enlarged without blur when it is small.</param>
/// <param name="caption">The line under it (a prompt, say); null = none.</param>
/// <param name="thought">What the model thought before it drew; null = none.</param>
[TypeFormatterSource(typeof(ViewFormatterSource), PreferredMimeTypes = [Mime.Html, Mime.Png])]
public sealed class PictureView(Picture picture, string? caption = null, string? thought = null) : IView
{
    /// <summary>The picture.</summary>
    public Picture Picture { get; } = picture;

    /// <inheritdoc/>
    public string ToHtml() =>
        "<figure class=\"srum-picture\" "
        + "style=\"margin:0;display:inline-block;font-family:system-ui,sans-serif;font-size:13px;max-width:100%\">"
        + Html.Image(Picture, caption ?? "picture", 224)
        + (caption is null ? "" : $"<figcaption style=\"margin-top:4px\">{Html.Escape(caption)}</figcaption>")
        + (thought is null
            ? ""
            : $"<figcaption style=\"margin-top:4px;font-style:italic;opacity:.75\">{Html.Escape(thought)}</figcaption>")
        + "</figure>";
}
