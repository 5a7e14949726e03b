
namespace Srum.Regions;

/// <summary>A picture's boxes in a file.</summary>
/// <param name="Boxes">Left, top, right, bottom in pixels, as they were written.</param>
/// <param name="Size">Width and height of the picture they were made for; null = of the one that is judged.</param>
internal sealed record PictureBoxes(IReadOnlyList<double[]?> Boxes, double[]? Size)
{
    /// <summary>Whether what is no box is left out; else it is an error.</summary>
    public bool LeavesOut { get; init; }
}
