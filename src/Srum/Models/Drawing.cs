using Srum.Imaging;

namespace Srum.Models;

/// <summary>One drawn picture.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Thought">What was thought before drawing; null when <see cref="DrawSettings.Think"/> is off.</param>
public sealed record Drawing(Picture Picture, string? Thought)
{
    /// <summary>
    /// The way from noise to the picture, one a network step; empty unless <see cref="DrawSettings.KeepSteps"/> is on.
    /// </summary>
    public IReadOnlyList<DrawingStep> Steps { get; init; } = [];

    /// <summary>Pictures that were drawn until there was this one: 1, or more where a judge chose among them.</summary>
    public int Tries { get; init; } = 1;
}
