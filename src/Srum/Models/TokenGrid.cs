
namespace Srum.Models;

/// <summary>Rows and columns of a picture's generation tokens.</summary>
public readonly record struct TokenGrid(int Rows, int Columns)
{
    /// <summary>Rows · columns.</summary>
    public int Count => Rows * Columns;
}
