using System.Reflection;

namespace Srum.Cli.Parsing;

/// <summary>A flag of a command.</summary>
/// <param name="Property">What it sets; an array collects the values of a flag that is given several times.</param>
/// <param name="Name">Its name: <c>--out</c>.</param>
/// <param name="ValueName">What its value is called in help: <c>FILE</c>; null = it is a switch and takes none.</param>
/// <param name="IsRequired">Whether it must be given.</param>
internal sealed record Flag(PropertyInfo Property, string Name, string? ValueName, bool IsRequired)
{
    /// <summary>Gives a value to settings.</summary>
    /// <exception cref="UsageException">It is of another kind, or out of range.</exception>
    public void Set(object settings, string text)
    {
        if (!Property.PropertyType.IsArray)
        {
            Property.SetValue(settings, ValueReader.Read(Property, Name, text));
            return;
        }

        var before = (string[])Property.GetValue(settings)!;
        Property.SetValue(settings, (string[])[.. before, ValueReader.Text(Name, text)]);
    }
}
