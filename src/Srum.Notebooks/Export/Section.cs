namespace Srum.Notebooks.Export;

/// <summary>A heading that a table of contents can point to.</summary>
/// <param name="Id">The element's name on its page.</param>
/// <param name="Level">1 for a lesson's title, 2 for its parts.</param>
/// <param name="Title">Its words.</param>
internal sealed record Section(string Id, int Level, string Title);
