using Srum.Imaging;

namespace Srum.Regions.Sam;

/// <summary>Non-maximum suppression: of boxes that lie over each other only the best one stays.</summary>
internal static class BoxSuppression
{
    /// <summary>The boxes that stay, the best first; of equal ones the earlier.</summary>
    /// <param name="boxes">Boxes with what they are worth.</param>
    /// <param name="overlap">IoU above which the worse of two is dropped.</param>
    public static IReadOnlyList<Box> Keep(IEnumerable<(Box Box, double Worth)> boxes, double overlap)
    {
        var kept = new List<Box>();
        foreach (var (box, _) in boxes.OrderByDescending(box => box.Worth))
        {
            if (kept.All(better => better.Iou(box) <= overlap))
            {
                kept.Add(box);
            }
        }

        return kept;
    }
}
