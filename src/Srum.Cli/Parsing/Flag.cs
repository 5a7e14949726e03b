using System.Reflection;

namespace Srum.Cli.Parsing;

/// <summary>A flag of a command.</summary>
/// <param name="Property">What it sets.</param>
/// <param name="Name">Its name: <c>--out</c>.</param>
/// <param name="ValueName">What its value is called in help: <c>FILE</c>; null = it is a switch and takes none.</param>
internal sealed record Flag(PropertyInfo Property, string Name, string? ValueName);
