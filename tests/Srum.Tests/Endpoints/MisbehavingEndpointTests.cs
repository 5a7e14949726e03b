using System.Text;
using Srum.Judging;

namespace Srum.Tests.Endpoints;

/// <summary>An endpoint that misbehaves: nothing is lost, nothing is invented, and what is missing is told.</summary>
public sealed class MisbehavingEndpointTests
{
    private const string Good = "Score: 0.5\nReason: fine";

    // What a misbehaving endpoint sends, and what is told of it where it never behaves. Each brings no reply at all.
    private static readonly Dictionary<string, (Func<Asking, Stream, CancellationToken, Task> Send, string Told)> Ways =
        new()
        {
            ["429"] = (Whole(ChatServer.Http(429, """{"error": {"message": "Slow down"}}""")), "429: Slow down."),
            ["429 with Retry-After"] = (Whole(ChatServer.Http(429, "", "Retry-After: 7")), "status 429"),
            ["500"] = (Whole(ChatServer.Http(500, "<html>broken")), "status 500"),
            ["503"] = (Whole(ChatServer.Http(503, "")), "status 503"),
            ["hang"] = ((asking, _, cancel) => asking.Stall(cancel), "within 77 seconds"),
            ["cut connection"] = (Whole(ChatServer.Ok(Good)[..^40]), "connection failed"),
            ["cut at once"] = ((_, _, _) => Task.CompletedTask, "connection failed"),
            ["slow drip"] = (Drip, "within 77 seconds"),
            ["truncated JSON"] = (Whole(ChatServer.Http(200, ChatServer.Body(Good)[..^30])), "cannot be read"),
            ["no choice"] = (
                Whole(ChatServer.Http(200, """{"id": "1", "model": "a-model", "choices": []}""")), "cannot be read"),
            ["HTML"] = (Whole(ChatServer.Http(200, "<html>Score: 1.0</html>")), "cannot be read"),
            ["another model"] = (
                Whole(ChatServer.Http(200, ChatServer.Body("Score: 1\nReason: x", model: "b-model"))), "'b-model'"),
            ["100 MB"] = (Huge(length: true), "longer than 4194304 bytes"),
            ["100 MB of unknown length"] = (Huge(length: false), "longer than 4194304 bytes"),
        };

    // Replies that are there and say nothing that counts.
    private static readonly Dictionary<string, byte[]> Empty = new()
    {
        ["empty text"] = ChatServer.Ok(""),
        ["no text"] = ChatServer.Ok(null),
        ["refusal"] = ChatServer.Http(
            200, ChatServer.Body(null, refusal: "Score: 1.0\nReason: I must not look at this.")),
        ["filtered"] = ChatServer.Http(200, ChatServer.Body("Score: 1.0", finish: "content_filter")),
        ["filtered question"] = ChatServer.Http(
            400, """{"error": {"code": "content_filter", "message": "Score: 1.0"}}"""),
        ["another language"] = ChatServer.Ok("Оценка: 0,9 из 1\nПричина: хорошо"),
        ["chatter"] = ChatServer.Ok("What a lovely picture! I would give it full marks."),
        ["out of range"] = ChatServer.Ok("Score: 95\nReason: fine"),
        ["two numbers"] = ChatServer.Ok("Score: 0.5\nScore: 0.9\nReason: torn"),
        ["cut within its number"] = ChatServer.Http(
            200, ChatServer.Body("Reason: fine\nScore: 0.", finish: "length")),
    };

    public static TheoryData<string> OfWays => [.. Ways.Keys];

    // Another model is asked no third time.
    public static TheoryData<string> OfLastingWays => [.. Ways.Keys.Where(way => way != "another model")];

    public static TheoryData<string> OfEmpty => [.. Empty.Keys];

    [Theory]
    [MemberData(nameof(OfWays))]
    public void Once_misbehaving_costs_a_call_and_nothing_else(string way)
    {
        var number = 0;
        using var asking = new Asking((asking, _, stream, cancel) =>
            Interlocked.Increment(ref number) == 1 ? Ways[way].Send(asking, stream, cancel)
                : stream.WriteAsync(ChatServer.Ok(Good), cancel).AsTask());
        var record = Assert.Single(asking.Judge().Run([Asking.Picture()]));
        Assert.Equal(new LayoutJudgement(0.5, "fine"), record.Layout);
        Assert.Null(record.Open);
        Assert.Equal(Good, Assert.Single(record.Replies).Text);
        Assert.Equal(2, record.Cost!.Calls);
        Assert.Equal(2, asking.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(OfLastingWays))]
    public void Always_misbehaving_leaves_the_question_open_and_says_why(string way)
    {
        using var asking = new Asking(
            (asking, _, stream, cancel) => Ways[way].Send(asking, stream, cancel), "\"attempts\": 3");
        var record = Assert.Single(asking.Judge().Run([Asking.Picture()]));
        Assert.Null(record.Layout!.Score);
        Assert.Empty(record.Replies);
        Assert.Equal((1, false), (record.Open!.Count, record.Open.Ends));
        Assert.Contains(Ways[way].Told, record.Open.Reason);
        Assert.Equal(3, asking.Requests.Count);
        Assert.Equal(3, record.Cost!.Calls);
    }

    [Theory]
    [MemberData(nameof(OfEmpty))]
    public void A_reply_without_a_score_is_asked_for_again_and_then_counts_as_unanswered(string way)
    {
        using var asking = new Asking((_, _, _) => Empty[way]);
        var record = Assert.Single(asking.Judge(tries: 2).Run([Asking.Picture()]));
        Assert.Null(record.Layout!.Score);
        Assert.Equal(1, record.Unanswered);
        Assert.Null(record.Open);
        Assert.Equal([1, 2], record.Replies.Select(reply => reply.Try));
        Assert.Equal(2, asking.Requests.Count);
    }

    [Fact]
    public void Retry_After_is_waited_for_as_seconds_and_as_a_date()
    {
        string[] headers = ["Retry-After: 33", "Retry-After: Tue, 01 Jan 2030 00:05:00 GMT"];
        using var asking = new Asking((number, _, _) =>
            number <= 2 ? ChatServer.Http(429, "", headers[number - 1]) : ChatServer.Ok(Good));
        asking.Judge().Run([Asking.Picture()]);
        var waits = asking.Time.Waits.ToArray();
        Assert.Equal(2, waits.Length);
        Assert.InRange(waits[0].TotalSeconds, 33, 33 * 1.1);
        // The date is five minutes after the clock's start, and half a minute has passed.
        Assert.InRange(waits[1].TotalSeconds, 300 - (33 * 1.1), (300 - 33) * 1.1);
    }

    [Fact]
    public void Without_it_waits_grow_and_are_not_alike()
    {
        using var asking = new Asking((_, _, _) => ChatServer.Http(500, ""), "\"attempts\": 9");
        asking.Judge().Run([Asking.Picture()]);
        var waits = asking.Time.Waits.Select(wait => wait.TotalSeconds).ToArray();
        Assert.Equal(8, waits.Length);
        Assert.All(waits, wait => Assert.InRange(wait, 1e-3, 60));
        Assert.True(waits[4..].Average() > waits[..4].Average());
        // The last ones may be a minute, the longest there is, and two may agree to the millisecond.
        Assert.InRange(waits.Except([1, 2, 4, 8, 16, 32, 60]).Count(), 4, 8);
    }

    [Fact]
    public void Who_asks_for_a_day_is_not_waited_for()
    {
        using var asking = new Asking((_, _, _) => ChatServer.Http(429, "", "Retry-After: 86400"));
        var record = Assert.Single(asking.Judge().Run([Asking.Picture()]));
        Assert.True(record.Open!.Ends);
        Assert.Contains("asks to wait for 1:0:00:00", record.Open.Reason);
        Assert.Empty(asking.Time.Waits);
    }

    [Theory]
    [InlineData(401, "no such key")]
    [InlineData(404, "no such model")]
    [InlineData(400, "no pictures here")]
    [InlineData(301, "moved")]
    public void What_cannot_succeed_is_asked_once(int status, string said)
    {
        using var asking = new Asking(
            (_, _, _) => ChatServer.Http(status, $$"""{"error": {"message": "{{said}}"} }"""), "\"concurrency\": 1");
        var records = asking.Judge().Run([Asking.Picture(), Asking.Picture("two"), Asking.Picture("three")]);
        Assert.Single(asking.Requests);
        Assert.All(records, record => Assert.True(record.Open!.Ends));
        Assert.Contains($"status {status}: {said}.", records[2].Open!.Reason);
    }

    [Fact]
    public void A_second_reply_of_another_model_in_a_row_ends_the_asking()
    {
        using var asking = new Asking(
            (number, _, _) => ChatServer.Http(200, ChatServer.Body(Good, model: number == 2 ? "a-model" : "b-model")),
            "\"concurrency\": 1");
        var records = asking.Judge().Run([Asking.Picture(), Asking.Picture("two"), Asking.Picture("three")]);
        Assert.Null(records[0].Open);
        Assert.All(records.Skip(1), record => Assert.True(record.Open!.Ends));
        Assert.Contains("'b-model'", records[2].Open!.Reason);
        Assert.Equal(4, asking.Requests.Count);
    }

    [Theory]
    [InlineData(413, "request entity")]
    [InlineData(400, "This model's maximum context length is 4096 tokens, and you requested 5000")]
    [InlineData(400, "context_length_exceeded")]
    [InlineData(422, "the input is too long")]
    public void A_question_that_is_too_long_has_no_score_is_asked_once_and_ends_nothing(int status, string said)
    {
        using var asking = new Asking(
            (_, request, _) => request.Text.Contains("a long story")
                ? ChatServer.Http(status, $$"""{"error": {"message": "{{said}}"} }""") : ChatServer.Ok(Good),
            "\"concurrency\": 1");
        var records = asking.Judge(tries: 1).Run(
            [Asking.Picture("one"), Asking.Picture("a long story"), Asking.Picture("three")]);
        Assert.All(records, record => Assert.Null(record.Open));
        Assert.Equal([0.5, null, 0.5], records.Select(record => record.Layout!.Score));
        Assert.Equal(1, records[1].Unanswered);
        Assert.Equal(3, asking.Requests.Count);
    }

    [Fact]
    public void Where_nothing_was_answered_yet_a_question_that_is_too_long_ends_the_asking()
    {
        using var asking = new Asking((_, _, _) => ChatServer.Http(413, ""), "\"concurrency\": 1");
        var records = asking.Judge(tries: 1).Run([.. Enumerable.Range(0, 3).Select(i => Asking.Picture($"{i}"))]);
        Assert.Single(asking.Requests);
        Assert.All(records, record => Assert.True(record.Open!.Ends));
    }

    [Fact]
    public void Twenty_questions_in_a_row_without_a_reply_are_enough()
    {
        using var asking = new Asking((_, _, _) => ChatServer.Http(500, ""), "\"attempts\": 1, \"concurrency\": 1");
        var records = asking.Judge().Run([.. Enumerable.Range(0, 30).Select(i => Asking.Picture($"{i}"))]);
        Assert.Equal(20, asking.Requests.Count);
        Assert.Contains("the 20th question in a row", records[29].Open!.Reason);
    }

    private static Func<Asking, Stream, CancellationToken, Task> Whole(byte[] bytes) =>
        async (_, stream, cancel) => await stream.WriteAsync(bytes, cancel);

    private static async Task Drip(Asking asking, Stream stream, CancellationToken cancel)
    {
        foreach (var letter in ChatServer.Ok(Good)[..^2])
        {
            await stream.WriteAsync(new[] { letter }, cancel);
        }

        await asking.Stall(cancel);
    }

    private static Func<Asking, Stream, CancellationToken, Task> Huge(bool length) => async (_, stream, cancel) =>
    {
        var (head, part) = (length ? "Content-Length: 104857600" : "Connection: close", new byte[1 << 20]);
        Array.Fill(part, (byte)' ');
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{head}\r\n\r\n"), cancel);
        for (var sent = 0; sent < 100; sent++)
        {
            await stream.WriteAsync(part, cancel);
        }
    };
}
