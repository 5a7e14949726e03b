namespace Srum.Audits;

/// <summary>A part of a picture and the weight that training puts on it.</summary>
/// <param name="Tokens">How many tokens it covers; those at its border by their share.</param>
/// <param name="Total">The sum of their weights, λ included.</param>
public readonly record struct PartWeight(double Tokens, double Total)
{
    /// <summary>Weight a token; null where the part covers none.</summary>
    public double? Mean => Tokens > 0 ? Total / Tokens : null;

    /// <summary>Both parts together.</summary>
    public static PartWeight operator +(PartWeight a, PartWeight b) => new(a.Tokens + b.Tokens, a.Total + b.Total);
}
