namespace Srum.Endpoints;

/// <summary>What follows from a failed call.</summary>
internal enum FailureKind
{
    /// <summary>Another call may succeed.</summary>
    Passes,

    /// <summary>No call can succeed before somebody changes something.</summary>
    Ends,

    /// <summary>The endpoint has no structured replies.</summary>
    Unstructured,

    /// <summary>This question is too long: asking it again is in vain, another may be answered.</summary>
    TooLong,
}
