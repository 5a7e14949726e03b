using System.Text.Json.Nodes;

namespace Srum.Formats;

/// <summary>What the published formatter makes of a scored line.</summary>
/// <param name="PictureFile">The line's picture.</param>
/// <param name="Training">The line to train on; null where the formatter drops it.</param>
/// <param name="Dropped">Why; null where it is kept.</param>
public sealed record FormattedLine(string PictureFile, JsonObject? Training, DropReason? Dropped);

/// <summary>Why training does not see a scored line.</summary>
public enum DropReason
{
    /// <summary>The layout's 0 stands for a judgement that failed.</summary>
    LayoutFailed,

    /// <summary>The layout's score is exactly 0, a true neutral, which the formatter takes for a failure.</summary>
    LayoutZero,

    /// <summary>The rollout file does not name the picture.</summary>
    NoPrompt,

    /// <summary>The rewards are no list of objects.</summary>
    Malformed,

    /// <summary>Neither a layout score nor a region with object, box and score is left.</summary>
    Empty,

    /// <summary>The trainer itself drops the line: a score is no number.</summary>
    Untrainable,
}
