namespace Srum.Files;

/// <summary>A name that somebody else wrote, for messages: it must not flood the terminal, nor steer it.</summary>
internal static class ShownName
{
    private const int Longest = 120;

    /// <summary>The name's beginning, without control characters.</summary>
    public static string Of(string name)
    {
        var plain = string.Concat(name.Take(Longest).Select(c => char.IsControl(c) ? '?' : c));
        return name.Length > Longest ? plain + "…" : plain;
    }
}
