namespace Srum.Models;

/// <summary>An answer with the chances of what might have stood in it.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Places">
/// By the number of the answer's characters before a place: the log-probability (natural) of each continuation there.
/// </param>
public sealed record WeighedAnswer(string Text, IReadOnlyDictionary<int, double[]> Places);
