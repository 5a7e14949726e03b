using System.Text;

namespace Srum.Endpoints;

/// <summary>
/// Reads replies up to a limit and takes the key out of them, before anything else sees them: an endpoint may send
/// more than memory holds, or repeat what it was sent.
/// </summary>
/// <param name="limit">Most bytes of a body.</param>
/// <param name="key">The key; null = none.</param>
internal sealed class BoundedReplies(int limit, string? key) : DelegatingHandler
{
    private const string Mask = "[key]";

    /// <summary>
    /// A text without the key: once more where a reply has been decoded, since JSON may write it in escapes that its
    /// bytes do not show.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key; null = none.</param>
    public static string Masked(string text, string? key) =>
        key is null ? text : text.Replace(key, Mask, StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var received = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await Read(received.Content, cancellationToken).ConfigureAwait(false);
        var answer = new HttpResponseMessage(received.StatusCode)
        {
            RequestMessage = request, Version = received.Version, Content = new ByteArrayContent(WithoutKey(body)),
        };
        answer.Content.Headers.ContentType = received.Content.Headers.ContentType;
        answer.Headers.RetryAfter = received.Headers.RetryAfter;
        return answer;
    }

    private async Task<byte[]> Read(HttpContent content, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > limit)
        {
            throw TooLong();
        }

        using var stream = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        using var read = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, cancel).ConfigureAwait(false) is var count and > 0)
        {
            read.Write(buffer, 0, count);
            if (read.Length > limit)
            {
                throw TooLong();
            }
        }

        return read.ToArray();
    }

    private byte[] WithoutKey(byte[] body) =>
        key is null || body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(key)) < 0 ? body
            : Encoding.UTF8.GetBytes(Masked(Encoding.UTF8.GetString(body), key));

    private EndpointFailure TooLong() =>
        new($"Its reply is longer than {limit} bytes (maxReplyBytes).", FailureKind.Passes);
}
