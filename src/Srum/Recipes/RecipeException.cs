namespace Srum.Recipes;

/// <summary>A recipe is wrong; the message names the file and line, or the change that was asked for.</summary>
/// <param name="where">The file and line, or the change.</param>
/// <param name="message">What is wrong, and what would be right.</param>
/// <param name="isRequest">True where what was asked for is wrong, and no file.</param>
public sealed class RecipeException(string where, string message, bool isRequest) : SrumException($"{where}: {message}")
{
    /// <summary>True where what was asked for (a name, a change) is wrong, and no file.</summary>
    public bool IsRequest { get; } = isRequest;
}
