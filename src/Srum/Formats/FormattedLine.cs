using System.Text.Json.Nodes;

namespace Srum.Formats;

/// <summary>What the published formatter makes of a scored line.</summary>
/// <param name="PictureFile">The line's picture.</param>
/// <param name="Training">The line to train on; null where the formatter drops it.</param>
/// <param name="Dropped">Why; null where it is kept.</param>
public sealed record FormattedLine(string PictureFile, JsonObject? Training, DropReason? Dropped);
