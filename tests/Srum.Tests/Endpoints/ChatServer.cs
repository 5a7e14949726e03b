using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Srum.Tests.Endpoints;

/// <summary>
/// A chat endpoint on this machine that does what a test says with each request: bytes as they are, so that it can
/// misbehave in every way.
/// </summary>
internal sealed class ChatServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Func<ChatRequest, Stream, CancellationToken, Task> answer;

    /// <param name="answer">Writes the reply to a request; what it does not write is not sent.</param>
    public ChatServer(Func<ChatRequest, Stream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = Task.Run(Accept);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1";

    public ConcurrentQueue<ChatRequest> Requests { get; } = [];

    /// <summary>A whole HTTP reply.</summary>
    public static byte[] Http(int status, string body, params string[] headers)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        string[] head =
        [
            $"HTTP/1.1 {status} Said", "Content-Type: application/json",
            string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes.Length}"), "Connection: close",
            .. headers,
        ];
        return [.. Encoding.ASCII.GetBytes(string.Join("\r\n", head) + "\r\n\r\n"), .. bytes];
    }

    /// <summary>The body of a chat reply.</summary>
    public static string Body(
        string? text, string model = "a-model", string finish = "stop", string? refusal = null, bool usage = true)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = text };
        if (refusal is not null)
        {
            message["refusal"] = refusal;
        }

        var body = new JsonObject
        {
            ["id"] = "1", ["object"] = "chat.completion", ["created"] = 1, ["model"] = model,
            ["choices"] = new JsonArray(
                new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finish }),
        };
        if (usage)
        {
            body["usage"] = new JsonObject
            {
                ["prompt_tokens"] = 100, ["completion_tokens"] = 10, ["total_tokens"] = 110,
            };
        }

        return body.ToJsonString();
    }

    /// <summary>A whole chat reply.</summary>
    public static byte[] Ok(string? text) => Http(200, Body(text));

    public void Dispose()
    {
        end.Cancel();
        listener.Stop();
        end.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(end.Token);
                _ = Task.Run(() => Serve(client));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await Read(stream) is { } request)
                {
                    Requests.Enqueue(request);
                    await answer(request, stream, end.Token);
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // Whoever asked has hung up.
            }
        }
    }

    private static async Task<ChatRequest?> Read(NetworkStream stream)
    {
        var (bytes, buffer) = (new List<byte>(), new byte[64 << 10]);
        for (var (head, length) = (-1, 0); head < 0 || bytes.Count < head + length;)
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                return null;
            }

            bytes.AddRange(buffer.AsSpan(0, count));
            if (head < 0 && Encoding.ASCII.GetString([.. bytes]) is var text
                && text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var at and >= 0)
            {
                head = at + 4;
                length = text[..at].Split("\r\n")
                    .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                    .Select(line => int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture))
                    .FirstOrDefault();
                if (text.Contains("Expect: 100-continue", StringComparison.OrdinalIgnoreCase))
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n"));
                }
            }
        }

        var whole = Encoding.UTF8.GetString([.. bytes]);
        var body = whole[(whole.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return new ChatRequest(whole[..^body.Length], JsonDocument.Parse(body).RootElement.Clone());
    }
}
