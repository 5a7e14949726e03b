namespace Srum.Text;

/// <summary>
/// GPT-2's alphabet of a byte-level vocabulary: a printable byte is its own character, the 68 others are the
/// characters from U+0100 on, in order.
/// </summary>
internal static class ByteSymbols
{
    private static readonly char[] Symbols = CreateSymbols();
    private static readonly Dictionary<char, byte> Bytes =
        Symbols.Select((symbol, value) => (symbol, value)).ToDictionary(s => s.symbol, s => (byte)s.value);

    /// <summary>The character of a byte.</summary>
    public static char Of(byte value) => Symbols[value];

    /// <summary>The bytes of a vocabulary entry; a character outside the alphabet stands for itself.</summary>
    public static byte[] ToBytes(string token)
    {
        var bytes = new List<byte>(token.Length);
        Span<byte> itself = stackalloc byte[4];
        foreach (var rune in token.EnumerateRunes())
        {
            if (rune.IsBmp && Bytes.TryGetValue((char)rune.Value, out var value))
            {
                bytes.Add(value);
            }
            else
            {
                bytes.AddRange(itself[..rune.EncodeToUtf8(itself)]);
            }
        }

        return [.. bytes];
    }

    /// <summary>
    /// Refuses a vocabulary without the symbol of a byte that texts may have. Janus' published one lacks those that
    /// UTF-8 never has.
    /// </summary>
    /// <param name="vocabulary">Token → id.</param>
    /// <exception cref="FormatException">One is missing; the message names its byte.</exception>
    public static void Require(IReadOnlyDictionary<string, int> vocabulary)
    {
        for (var value = 0; value < Symbols.Length; value++)
        {
            if (value is not (0xC0 or 0xC1 or >= 0xF5) && !vocabulary.ContainsKey(Symbols[value].ToString()))
            {
                throw new FormatException($"the symbol of byte {value} is missing");
            }
        }
    }

    private static char[] CreateSymbols()
    {
        var next = (char)0x100;
        return [.. Enumerable.Range(0, 256).Select(value =>
            value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : next++)];
    }
}
