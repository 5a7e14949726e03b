using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Srum.Cli;

/// <summary>Refuses a number outside its range; the message names the flag, the range and what was given.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class InRangeAttribute(double least, double most = double.PositiveInfinity) : ParameterValidationAttribute("")
{
    public override ValidationResult Validate(CommandParameterContext context)
    {
        if (context.Value is null)
        {
            return ValidationResult.Success();
        }

        var value = Convert.ToDouble(context.Value, CultureInfo.InvariantCulture);
        if (value >= least && value <= most)
        {
            return ValidationResult.Success();
        }

        var name = context.Parameter.PropertyName;
        var range = double.IsPositiveInfinity(most)
            ? string.Create(CultureInfo.InvariantCulture, $"at least {least}")
            : string.Create(CultureInfo.InvariantCulture, $"between {least} and {most}");
        return ValidationResult.Error(string.Create(CultureInfo.InvariantCulture, $"--{Flag(name)} must be {range}, not {value}."));
    }

    /// <summary><c>TextGuidance</c> → <c>text-guidance</c>: flags are named after their property throughout.</summary>
    public static string Flag(string property) =>
        string.Concat(property.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
