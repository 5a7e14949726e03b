namespace Srum.Evaluation;

/// <summary>A system at one text guidance scale.</summary>
/// <param name="System">Name of the system.</param>
/// <param name="Guidance">The scale.</param>
/// <param name="Choosing">Whole prompts right on the prompts that choose; null where the evaluated ones do.</param>
/// <param name="WholePrompt">Whole prompts right on the evaluated prompts; null where none was scored.</param>
/// <param name="IsChosen">
/// Whether the system is reported at this scale: the best by the prompts that choose; of equal ones the first.
/// </param>
public sealed record GuidanceScore(
    string System, double Guidance, Estimate? Choosing, Estimate? WholePrompt, bool IsChosen);
