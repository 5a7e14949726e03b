namespace Srum.Display;

/// <summary>
/// Tells a .NET Interactive kernel how to show a type. The kernel knows this attribute by its simple name and its
/// properties, so that the library needs none of the kernel's packages.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a public parameterless constructor and a method <c>CreateTypeFormatters</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The formats to write into the notebook, best first.</summary>
    public string[] PreferredMimeTypes { get; set; } = [Mime.Html];
}
