using System.Globalization;

namespace Srum.Cli;

/// <summary>The range of a flag's number; what is outside is refused.</summary>
/// <param name="least">The least that is allowed.</param>
/// <param name="most">The most; infinite by default.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class InRangeAttribute(double least, double most = double.PositiveInfinity) : Attribute
{
    /// <summary>The least that is allowed.</summary>
    public double Least => least;

    /// <summary>The most that is allowed.</summary>
    public double Most => most;

    /// <summary>The range behind the word number: <c> between 1 and 10</c>, <c> of at least 1</c>.</summary>
    public string Of => double.IsPositiveInfinity(most) ? $" of {this}" : $" {this}";

    /// <summary>The range in words.</summary>
    public override string ToString() => double.IsPositiveInfinity(most)
        ? string.Create(CultureInfo.InvariantCulture, $"at least {least}")
        : string.Create(CultureInfo.InvariantCulture, $"between {least} and {most}");
}
