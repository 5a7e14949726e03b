namespace Srum.Cli.Doctor;

/// <summary>One thing that was looked at on a machine.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">How it matters.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">What to do; null where nothing has to be done.</param>
internal sealed record Finding(string Name, FindingState State, string Found, string? Remedy = null);
