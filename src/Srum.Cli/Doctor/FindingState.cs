namespace Srum.Cli.Doctor;

/// <summary>How a finding matters.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Works, but something that people may want does not, or not well.</summary>
    Wanting,

    /// <summary>Lessons or commands cannot run.</summary>
    Missing,

    /// <summary>This machine computes wrong numbers.</summary>
    Wrong,
}
