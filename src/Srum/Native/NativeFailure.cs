using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Srum.Native;

/// <summary>What libtorch says when it fails, in a line: its own messages carry some forty frames of C++.</summary>
public static class NativeFailure
{
    private static readonly string[] OfMemory =
        ["out of memory", "not enough memory", "can't allocate memory", "bad allocation", "bad_alloc"];

    /// <summary>The failure in a line; null where it is none of libtorch or of memory.</summary>
    public static string? Words(Exception failure) => failure switch
    {
        OutOfMemoryException => Memory(Line(failure)),
        Win32Exception => null,
        ExternalException =>
            Line(failure) is var line && OfMemory.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase))
            ? Memory(line)
            : $"libtorch could not compute this: {line}.",
        _ => failure.InnerException is { } inner ? Words(inner) : null,
    };

    private static string Memory(string line) =>
        $"There is not enough memory: {line}. Draw or train on fewer pictures at once (--batch; in a recipe "
        + "rollout.draw.batchSize and train.passSize; for answers answerBatchSize in srum_config.json), or take a "
        + "smaller model.";

    private static string Line(Exception failure) => failure.Message.Trim().Split('\n')[0].Trim().TrimEnd('.');
}
