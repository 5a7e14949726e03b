using Srum.Models;

namespace Srum.Rounds;

/// <summary>A picture that a judge liked best of several.</summary>
/// <param name="Request">What it was drawn for, with its own seed: drawn alone by that, it is the same picture.</param>
/// <param name="Drawing">The picture.</param>
/// <param name="Score">The judge's score, in [−1, 1]; null = it gave none of them one, and this is the first.</param>
internal sealed record ChosenDrawing(DrawRequest Request, Drawing Drawing, double? Score);
