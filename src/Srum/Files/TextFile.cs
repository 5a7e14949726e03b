using System.Text;

namespace Srum.Files;

/// <summary>
/// Text that a person or another program wrote: UTF-8, or UTF-16 or UTF-32 where a byte order mark says so. The mark is
/// no part of the text.
/// </summary>
public static class TextFile
{
    // The longer marks first: that of UTF-32 begins like that of UTF-16.
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SrumException">Its bytes are no text; the message names file and line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string Read(string path) => Decode(path, File.ReadAllBytes(path));

    /// <summary>The text of a file's bytes.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <exception cref="SrumException">They are no text; the message names file and line.</exception>
    public static string Decode(string path, byte[] bytes)
    {
        var encoding = Marked.FirstOrDefault(known => bytes.AsSpan().StartsWith(known.Preamble)) ?? Marked[2];
        var start = bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        string text;
        try
        {
            text = encoding.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException broken)
        {
            // How far it can be read is known in bytes of what follows the mark.
            var whole = Encoding.GetEncoding(encoding.CodePage).GetString(bytes, start, Math.Max(0, broken.Index));
            throw Wrong(LineOf(whole, whole.Length), $"holds bytes that are not {encoding.WebName.ToUpperInvariant()}",
                broken);
        }

        return text.IndexOf('\0') is >= 0 and var zero
            ? throw Wrong(LineOf(text, zero), "holds null characters, as UTF-16 without a byte order mark does")
            : text;

        SrumException Wrong(int line, string what, Exception? inner = null) =>
            new($"{path}, line {line}: this line {what}. Save the file as UTF-8 text.", inner);
    }

    /// <summary>The lines of a text without their ends: a line feed, a carriage return, or both.</summary>
    public static IEnumerable<string> Lines(string text) => text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');

    /// <summary>The number of the line, from 1, in which a place of a text lies.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Index into it, or its length.</param>
    public static int LineOf(string text, int at) => Lines(text[..at]).Count();
}
