using System.Security.Cryptography;
using System.Text.Json;

namespace Srum.Runs;

/// <summary>Keys by content: whatever decides a result decides its key, so a rerun does only what is missing.</summary>
public static class ContentKey
{
    /// <summary>The first 32 hex digits of the SHA-256 of a value's JSON.</summary>
    public static string Of(object content) =>
        Convert.ToHexStringLower(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, RecordFormat.Line)))[..32];

    /// <summary>A seed that belongs to the given content, at least 0.</summary>
    public static long Seed(params object[] content) =>
        BitConverter.ToInt64(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, RecordFormat.Line)))
            & long.MaxValue;
}
