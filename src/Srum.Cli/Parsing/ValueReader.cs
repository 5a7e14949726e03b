using System.Globalization;
using System.Numerics;
using System.Reflection;

namespace Srum.Cli.Parsing;

/// <summary>Reads one value of a command line.</summary>
internal static class ValueReader
{
    /// <summary>A text that says something.</summary>
    /// <param name="name">What the value is called, for messages: <c>--out</c>.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="UsageException">It is empty.</exception>
    public static string Text(string name, string text) => string.IsNullOrWhiteSpace(text)
        ? throw new UsageException($"{name} is empty: give it a value.")
        : text;

    /// <summary>The value of a settings property, held against its range (<see cref="InRangeAttribute"/>).</summary>
    /// <param name="property">The property.</param>
    /// <param name="name">What the value is called, for messages: <c>--steps</c>.</param>
    /// <param name="text">The value as it was given.</param>
    /// <exception cref="UsageException">It is empty, of another kind, or out of range.</exception>
    public static object Read(PropertyInfo property, string name, string text)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var range = property.GetCustomAttribute<InRangeAttribute>();
        Text(name, text);
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
            var kind = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                ? $"a whole number{range?.Of}" : "a number";
            throw new UsageException($"{name} must be {kind}, not '{text}'.");
        }

        // A double holds not every long, but every bound that is written here.
        var isOut = range is not null && ((double)value < range.Least || (double)value > range.Most);
        if (value > most)
        {
            var bound = isOut ? $"{range}" : $"at most {most}";
            throw new UsageException($"{name} must be {bound}: {text} is too large.");
        }

        var floor = range?.ToString() ?? $"at least {least}";
        return value < least ? throw new UsageException($"{name} must be {floor}: {text} is too small.")
            : isOut ? throw new UsageException($"{name} must be {range}, not {text}.")
            : value;
    }

    private static double Number(string name, string text, InRangeAttribute? range)
    {
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && !double.IsNaN(value) && (double.IsFinite(value) || text.Any(char.IsAsciiDigit));
        return !isNumber ? throw new UsageException($"{name} must be a number, not '{text}'.")
            : range is not null && (value < range.Least || value > range.Most)
                ? throw new UsageException($"{name} must be {range}, not {text}.")
            : !double.IsFinite(value) ? throw new UsageException($"{name} must be finite: {text} is too large.")
            : value;
    }

    private static object Named(Type type, string name, string text)
    {
        string[] names = [.. Enum.GetNames(type).Select(own => own.ToLowerInvariant())];
        return names.Contains(text.ToLowerInvariant())
            ? Enum.Parse(type, text, ignoreCase: true)
            : throw new UsageException($"{name} must be {string.Join(", ", names)}, not '{text}'.");
    }
}
