namespace Srum.Formats;

/// <summary>A kind of fault in a scored file.</summary>
public enum AuditKind
{
    /// <summary>The line is no JSON object of the form, or names a file outside the folder.</summary>
    Unreadable,

    /// <summary>The same of a line of the rollout metadata: its picture has no prompt.</summary>
    RolloutUnreadable,

    /// <summary>The picture is not there, or none.</summary>
    NoPicture,

    /// <summary>A picture is judged by an earlier line already.</summary>
    Repeated,

    /// <summary>The reply about the regions gives a score that the file lacks.</summary>
    RegionLost,

    /// <summary>The reply speaks of a region, without a readable score, that the file lacks.</summary>
    RegionUnanswered,

    /// <summary>The file has a score that the reply does not give.</summary>
    ScoreInvented,

    /// <summary>A failed judgement of the layout stands as 0.</summary>
    LayoutZeroed,

    /// <summary>A failed judgement of a region, or of the whole picture, stands as 0.</summary>
    RegionZeroed,

    /// <summary>The layout's score is a true 0, which the formatter takes for a failure.</summary>
    TrueNeutral,

    /// <summary>A score lies outside [-1, 1].</summary>
    OutOfRange,

    /// <summary>A box is none: not four numbers, or empty.</summary>
    NoBox,

    /// <summary>A box reaches out of the picture, or lies outside.</summary>
    BoxOutside,

    /// <summary>The picture has another size than the one that was judged, so that boxes in pixels are off.</summary>
    BoxesMisscaled,
}
