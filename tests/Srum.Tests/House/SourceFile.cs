namespace Srum.Tests.House;

/// <summary>A text of the repository.</summary>
/// <param name="Path">Its path from the root, with slashes.</param>
/// <param name="Text">What it says.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>Its lines, without their ends.</summary>
    public IEnumerable<string> Lines => Text.Split('\n').Select(line => line.TrimEnd('\r'));
}
