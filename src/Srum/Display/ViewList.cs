namespace Srum.Display;

/// <summary>Views one under the other.</summary>
/// <param name="views">The views, in their order.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class ViewList(IReadOnlyList<IView> views) : IView
{
    /// <inheritdoc/>
    public string ToHtml() =>
        string.Concat(views.Select(view => $"<div style=\"margin-bottom:14px\">{view.ToHtml()}</div>"));
}
