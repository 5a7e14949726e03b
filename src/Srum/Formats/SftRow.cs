using System.Text;
using System.Text.Json;
using Srum.Imaging;

namespace Srum.Formats;

/// <summary>A row of the published parquet for supervised training.</summary>
/// <param name="Image">A JPEG file's bytes.</param>
/// <param name="Captions">A JSON object with the key <c>caption</c>.</param>
public sealed record SftRow(byte[] Image, string Captions)
{
    // PIL's default, at which upstream saves.
    private const int Quality = 75;

    /// <summary>The caption; null where <see cref="Captions"/> holds none.</summary>
    public string? Caption => JsonLines.Parse(Encoding.UTF8.GetBytes(Captions)) is { Fault: null, Value: var json }
        ? json.Text("caption") : null;

    /// <summary>
    /// A row of a line of rollout metadata, as upstream makes it (<c>trans2parquet.py</c>): the original prompt as
    /// caption, the picture as JPEG. Transparency is dropped without a background, unlike in training, where white is
    /// put behind it.
    /// </summary>
    /// <param name="line">The line; only <c>image_file</c> and <c>original_prompt</c> are read.</param>
    /// <param name="folder">The folder of the pictures.</param>
    /// <returns>Null where the line names no picture that is there, or no prompt: upstream leaves it out.</returns>
    /// <exception cref="SrumException">
    /// The line has a fault or names a file outside the folder, or the picture is damaged.
    /// </exception>
    public static SftRow? Of(JsonLine line, string folder)
    {
        var json = line.Sound();
        if (json.Text("image_file") is not { Length: > 0 } file
            || json.Text("original_prompt") is not { Length: > 0 } prompt)
        {
            return null;
        }

        if (RecordedFile.Fault(file) is { } fault)
        {
            throw line.Wrong(fault);
        }

        var path = RecordedFile.Inside(folder, file);
        return File.Exists(path) ? Of(PictureFile.Read(path, dropsAlpha: true), prompt) : null;
    }

    /// <summary>A row of a picture and its prompt.</summary>
    public static SftRow Of(Picture picture, string prompt) =>
        new(PictureFile.EncodeJpeg(picture, Quality), $"{{\"caption\": {Quoted(prompt)}}}");

    // Letters of every language, and emoji, stay what they are; System.Text.Json would escape those beyond 16 bits.
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? JsonEncodedText.Encode($"{c}").Value : c);
        }

        return quoted.Append('"').ToString();
    }
}
