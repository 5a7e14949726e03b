namespace Srum.Models;

/// <summary>How the columns of a cache of keys and values grow.</summary>
internal static class CacheColumns
{
    /// <summary>Columns that are made beyond those that are needed.</summary>
    public const int Spare = 64;

    /// <summary>
    /// Columns of a cache that had no room for what is added: at least twice those in use, so that a text that grows
    /// token by token is seldom copied.
    /// </summary>
    /// <param name="used">Columns in use, at least 0.</param>
    /// <param name="added">Columns that are added, at least 0.</param>
    public static long Grown(long used, long added) => Math.Max(2 * used, used + added + Spare);
}
