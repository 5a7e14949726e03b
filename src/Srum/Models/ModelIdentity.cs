namespace Srum.Models;

/// <summary>
/// The text by which records tell models apart: SHA-256 over a model's files, 64 lower-case hex digits, and how its
/// weights are held where that is not fp32, as in <c>…-mixed</c>.
/// </summary>
public static class ModelIdentity
{
    private const int HashLength = 64;

    /// <summary>The identity of a model by the hash over its files.</summary>
    public static string Of(string hash, ModelPrecision precision) =>
        precision == ModelPrecision.Fp32 ? hash : $"{hash}-{precision.ToString().ToLowerInvariant()}";

    /// <summary>Whether two models are the same files, however each holds its weights.</summary>
    public static bool SameFiles(string one, string other) => Hash(one) == Hash(other);

    /// <summary>How a model holds its weights; null where the text is no identity of an opened folder.</summary>
    public static ModelPrecision? PrecisionOf(string identity) =>
        Hash(identity) is not { Length: HashLength } hash || !hash.All(char.IsAsciiHexDigitLower) ? null
            : hash.Length == identity.Length ? ModelPrecision.Fp32
            : Enum.TryParse<ModelPrecision>(identity.AsSpan(hash.Length + 1), ignoreCase: true, out var named) ? named
            : null;

    /// <summary>The first digits, for people, and how the weights are held.</summary>
    /// <param name="identity">The whole.</param>
    /// <param name="digits">How many digits; default 12.</param>
    public static string Short(string identity, int digits = 12)
    {
        var hash = Hash(identity);
        return hash[..Math.Min(digits, hash.Length)] + identity[hash.Length..];
    }

    private static string Hash(string identity) => identity.Split('-', 2)[0];
}
