using System.Text.Json;

namespace Srum.Formats;

/// <summary>A line of a JSON-lines file: its value, or what is wrong with it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Number">The line, from 1.</param>
/// <param name="Value">
/// A JSON object whose texts are characters and whose numbers are finite; undefined where there is a fault.
/// </param>
/// <param name="Fault">What is wrong with the line, as in "is not JSON"; null = nothing.</param>
public sealed record JsonLine(string Path, int Number, JsonElement Value, string? Fault)
{
    /// <summary>Where the line stands, for messages.</summary>
    public string Place => $"{Path}, line {Number}";

    /// <summary>The value.</summary>
    /// <exception cref="SrumException">The line has a fault; the message names file and line.</exception>
    public JsonElement Sound() => Fault is null ? Value : throw Wrong(Fault);

    /// <summary>A failure that names file and line.</summary>
    /// <param name="what">What the line does, as in "has no image_file".</param>
    public SrumException Wrong(string what) => new($"{Place}: this line {what}.");
}
