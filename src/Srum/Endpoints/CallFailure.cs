using System.ClientModel;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Srum.Endpoints;

/// <summary>What a failed call means.</summary>
internal static partial class CallFailure
{
    private static readonly int[] Passing = [408, 409, 425, 429];

    /// <summary>The failure in words, with what follows from it.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="wasStructured">Whether a structured reply was asked for.</param>
    /// <param name="longestWait">The longest wait that is waited for.</param>
    /// <param name="time">The clock, for waits that are dates.</param>
    /// <param name="file">The file of endpoints, for remedies.</param>
    /// <param name="key">The key, which no word may show; null = none.</param>
    public static EndpointFailure Of(
        Exception failure, bool wasStructured, TimeSpan longestWait, TimeProvider time, string file, string? key)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case EndpointFailure own:
                    return own;
                case ClientResultException { Status: > 0 and not (>= 200 and < 300) } refused:
                    return OfStatus(refused, wasStructured, longestWait, time, file, key);
                case HttpRequestException or IOException:
                    return new($"The connection failed: {ReplyText.Start(inner.Message)}", FailureKind.Passes);
            }
        }

        return new($"Its reply cannot be read ({failure.GetType().Name}).", FailureKind.Passes);
    }

    private static EndpointFailure OfStatus(
        ClientResultException refused, bool wasStructured, TimeSpan longestWait, TimeProvider time, string file,
        string? key)
    {
        var said = refused.GetRawResponse()?.Content.ToString() ?? "";
        // Masked before it is cut short, where half of the key might stay.
        var words = $"It answered with status {refused.Status}"
            + (BoundedReplies.Masked(Message(said), key) is { Length: > 0 } message
                ? $": {ReplyText.Start(message).TrimEnd('.')}." : ".");
        if (Passing.Contains(refused.Status) || refused.Status >= 500)
        {
            var wait = Wait(refused, time);
            return wait > longestWait
                ? new($"{words} It asks to wait for {wait:g}: give the command again then.", FailureKind.Ends)
                : new(words, FailureKind.Passes, wait);
        }

        var isOfQuestion = refused.Status is 400 or 422;
        return isOfQuestion && wasStructured && Structure().IsMatch(said) ? new(words, FailureKind.Unstructured)
            : refused.Status == 413 || (isOfQuestion && Length().IsMatch(said)) ? new(words, FailureKind.TooLong)
            : new($"{words} Nothing can be judged before that is mended, in {file} or there.", FailureKind.Ends);
    }

    /// <summary>Whether a status says that the question itself was refused as unfit.</summary>
    public static bool IsRefusal(ClientResultException refused) =>
        refused.Status == 400 && Filter().IsMatch(refused.GetRawResponse()?.Content.ToString() ?? "");

    // OpenAI's form of an error, {"error": {"message": …}}; others put the text elsewhere or send none.
    private static string Message(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.GetProperty("error");
            return error.ValueKind == JsonValueKind.String ? error.GetString()!
                : error.GetProperty("message").GetString() ?? "";
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return body;
        }
    }

    private static TimeSpan? Wait(ClientResultException refused, TimeProvider time)
    {
        if (refused.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) is not true)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 1e9 ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var date)
                && date - time.GetUtcNow() is { Ticks: > 0 } left ? left
            : null;
    }

    [GeneratedRegex("response_format|json_schema|guided|structured|schema", RegexOptions.IgnoreCase)]
    private static partial Regex Structure();

    [GeneratedRegex("context.?length|maximum context|too (long|large)", RegexOptions.IgnoreCase)]
    private static partial Regex Length();

    [GeneratedRegex("content_filter|content_policy|safety", RegexOptions.IgnoreCase)]
    private static partial Regex Filter();
}
