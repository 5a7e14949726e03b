namespace Srum.Models;

/// <summary>
/// What a model thinks before it replies, between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>: no part of its reply,
/// whatever it says there. Readers that follow the published tools' own do not come here.
/// </summary>
internal static class Thought
{
    private const string Open = "<think>", Close = "</think>";

    /// <summary>What follows the last thought; nothing where a thought never ends.</summary>
    public static string After(string reply) => End(reply) is { } end ? reply[end..] : "";

    /// <summary>Where what follows the last thought begins, 0 without one; null where a thought never ends.</summary>
    public static int? End(string reply)
    {
        var close = reply.LastIndexOf(Close, StringComparison.OrdinalIgnoreCase);
        var end = close < 0 ? 0 : close + Close.Length;
        return reply.IndexOf(Open, end, StringComparison.OrdinalIgnoreCase) < 0 ? end : null;
    }
}
