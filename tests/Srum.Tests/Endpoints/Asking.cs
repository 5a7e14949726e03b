using Srum.Endpoints;
using Srum.Imaging;
using Srum.Judging;
using Srum.Regions;

namespace Srum.Tests.Endpoints;

/// <summary>A judge that asks a server of the test's, without waiting and without the system's variables.</summary>
internal sealed class Asking : IDisposable
{
    public const string Key = "sk-Secret0123456789";

    private const double Timeout = 77;

    private readonly TemporaryFolder folder = new();
    private readonly ChatServer server;
    private readonly string settings;

    /// <param name="answer">What the server does with a request, given its number from 1.</param>
    /// <param name="settings">Further settings of the endpoint, as JSON members.</param>
    public Asking(Func<int, ChatRequest, Asking, byte[]?> answer, string settings = "")
    {
        this.settings = settings;
        var number = 0;
        server = new ChatServer(async (request, stream, cancel) =>
        {
            if (answer(Interlocked.Increment(ref number), request, this) is { } bytes)
            {
                await stream.WriteAsync(bytes, cancel);
            }
            else
            {
                await Stall(cancel);
            }
        });
    }

    /// <param name="answer">What the server does with a request.</param>
    /// <param name="settings">Further settings of the endpoint, as JSON members.</param>
    public Asking(Func<Asking, ChatRequest, Stream, CancellationToken, Task> answer, string settings = "")
    {
        this.settings = settings;
        server = new ChatServer((request, stream, cancel) => answer(this, request, stream, cancel));
    }

    public FastTime Time { get; } = new(TimeSpan.FromSeconds(Timeout));

    public IReadOnlyCollection<ChatRequest> Requests => server.Requests;

    public string File(string name) => folder.File(name);

    /// <summary>The file of endpoints, with one that is called large.</summary>
    public string Book(string? more = null) => folder.Write("judges.json", $$"""
        {
          "large": {
            "address": "{{server.Address}}", "model": "a-model", "keyVariable": "LARGE_KEY", "timeout": {{Timeout}}
            {{(settings.Length > 0 ? "," + settings : "")}}{{(more is null ? "" : "," + more)}}
          }
        }
        """);

    /// <summary>A command's judge, with a budget of its own.</summary>
    public EndpointJudge Judge(
        JudgeQuestions questions = JudgeQuestions.Layout, IRegionProposer? proposer = null, int tries = 2,
        string? more = null)
    {
        var judge = new EndpointJudgeSettings { Name = "large", File = Book(more), Tries = tries };
        return new EndpointJudge(Open(judge), proposer ?? new SegmentProposer(), judge, questions);
    }

    public Endpoint Open(EndpointJudgeSettings judge) => new EndpointBook(
        Time, name => name == "LARGE_KEY" ? Key : null,
        new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }).Open(judge);

    /// <summary>The time of the call is over; nothing is sent.</summary>
    public async Task Stall(CancellationToken cancel)
    {
        Time.EndTimeouts();
        await Task.Delay(System.Threading.Timeout.Infinite, cancel);
    }

    public static JudgeRequest Picture(string prompt = "a red circle", long seed = 5) => new(
        "7", prompt, $"pictures/{prompt}.png", new Picture(8, 8, [.. Enumerable.Range(0, 192).Select(i => (byte)i)]),
        seed);

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }
}
