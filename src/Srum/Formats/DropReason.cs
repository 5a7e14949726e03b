
namespace Srum.Formats;

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

    /// <summary>The trainer itself drops the line: a score is null or no number.</summary>
    Untrainable,
}
