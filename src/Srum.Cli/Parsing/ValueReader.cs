using System.Globalization;
using System.Numerics;
using System.Reflection;

namespace Srum.Cli.Parsing;

/// <summary>Reads one value of a command line.</summary>
internal static class ValueReader
{
    /// <summary>
    /// Reads the value of a settings property, and holds it against its range (<see cref="InRangeAttribute"/>).
    /// </summary>
    /// <param name="property">The property.</param>
    /// <param name="name">What the value is called, for messages: <c>--steps</c>.</param>
    /// <param name="text">The value as it was given.</param>
    /// <exception cref="UsageException">It is empty, of another kind, or out of range.</exception>
    public static object Read(PropertyInfo property, string name, string text) =>
        Read(property.PropertyType, name, text, property.GetCustomAttribute<InRangeAttribute>());

    /// <inheritdoc cref="Read(PropertyInfo, string, string)"/>
    public static object Read(Type type, string name, string text, InRangeAttribute? range = null)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new UsageException($"{name} is empty: give it a value.");
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? text
            : type == typeof(int) ? (int)Whole(name, text, range, int.MinValue, int.MaxValue)
            : type == typeof(long) ? (long)Whole(name, text, range, long.MinValue, long.MaxValue)
            : type == typeof(double) ? Number(name, text, range)
            : type.IsEnum ? Named(type, name, text)
            : throw new NotSupportedException($"{name} is a {type}, which is not read from a command line.");
    }

    private static BigInteger Whole(string name, string text, InRangeAttribute? range, long least, long most)
    {
        if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            throw new UsageException($"{name} must be a {(isNumber ? $"whole number{range?.Of}" : "number")}, not '{text}'.");
        }

        // A double holds not every long, but every bound that is written here.
        var isOut = range is not null && ((double)value < range.Least || (double)value > range.Most);
        if (value > most || value < least)
        {
            var bounds = range is not null && (isOut || value < least) ? $"{range}" : value > most ? $"at most {most}" : $"at least {least}";
            throw new UsageException($"{name} must be {bounds}: {text} is too {(value > most ? "large" : "small")}.");
        }

        return isOut ? throw new UsageException($"{name} must be {range}, not {text}.") : value;
    }

    private static double Number(string name, string text, InRangeAttribute? range)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || double.IsNaN(value)
            || (double.IsInfinity(value) && !text.Any(char.IsAsciiDigit)))
        {
            throw new UsageException($"{name} must be a number, not '{text}'.");
        }

        return range is not null && (value < range.Least || value > range.Most)
            ? throw new UsageException($"{name} must be {range}, not {text}.")
            : double.IsInfinity(value) ? throw new UsageException($"{name} is too large: {text} is more than any number that can be computed with.")
            : value;
    }

    private static object Named(Type type, string name, string text)
    {
        var names = Enum.GetNames(type);
        return names.FirstOrDefault(own => own.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse(type, known)
            : throw new UsageException($"{name} must be {string.Join(", ", names)}, not '{text}'.");
    }
}
