namespace Srum.Evaluation;

/// <summary>A picture's value and what it shares its luck with, as a rule its prompt.</summary>
/// <param name="Cluster">
/// Values of one cluster are not independent: pictures of a prompt, or prompts of one text.
/// </param>
/// <param name="Value">A finite number.</param>
public readonly record struct ClusterValue(string Cluster, double Value);
