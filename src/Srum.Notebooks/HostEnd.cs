
namespace Srum.Notebooks;

/// <summary>How a host process ended.</summary>
internal enum HostEnd
{
    /// <summary>Every step ran, or one failed and was told.</summary>
    Done,

    /// <summary>The time was over; the process was ended.</summary>
    TimedOut,

    /// <summary>
    /// The process ended by itself in the middle of a step: a native crash, a lack of memory, an exit call.
    /// </summary>
    Crashed,
}
