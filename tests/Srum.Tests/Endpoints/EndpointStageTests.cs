using Srum.Benchmarks;
using Srum.Judging;
using Srum.Models;
using Srum.Prompts;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Tests.Endpoints;

/// <summary>A run that an endpoint judges: what it costs is kept, and a rerun asks only for the rest.</summary>
public sealed class EndpointStageTests
{
    private const string Good = "Score: 0.5\nReason: fine";

    [Fact]
    public void A_spent_budget_of_calls_keeps_what_was_judged_and_says_how_to_go_on()
    {
        using var asking = new Asking((_, _, _) => ChatServer.Ok(Good));
        var run = Drawn(asking, pictures: 12, out var drawn);
        var stopped = Assert.Throws<SrumException>(
            () => JudgeStage.Run(run, asking.Judge(more: "\"maxCalls\": 5"), drawn));
        Assert.Contains("7 of 12 pictures are not judged", stopped.Message);
        Assert.Contains("The budget of 5 calls a command (maxCalls of endpoint 'large' in ", stopped.Message);
        Assert.Contains("same command again", stopped.Message);
        Assert.Equal(5, asking.Requests.Count);

        var judged = JudgeStage.Run(run, asking.Judge(), drawn);
        Assert.Equal(12, asking.Requests.Count);
        Assert.All(judged, record => Assert.Equal(0.5, record.Layout!.Score));
        Assert.Equal(12, JudgeStage.Read(run).Count);
        JudgeStage.Run(run, asking.Judge(), drawn);
        Assert.Equal(12, asking.Requests.Count);
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 3)]
    public void A_budget_of_tokens_counts_what_is_stated_and_else_the_longest_reply(bool isStated, int calls)
    {
        using var asking = new Asking(
            (_, _, _) => ChatServer.Http(200, ChatServer.Body(Good, usage: isStated)), "\"concurrency\": 1");
        var run = Drawn(asking, pictures: 12, out var drawn);
        // A reply states 110 tokens, and may have 200.
        Assert.Throws<SrumException>(() => JudgeStage.Run(
            run, asking.Judge(more: "\"maxTokens\": 500, \"maxReplyTokens\": 200"), drawn));
        Assert.Equal(calls, asking.Requests.Count);
    }

    [Fact]
    public void A_rerun_asks_only_the_questions_that_got_no_reply()
    {
        var isMended = false;
        using var asking = new Asking((_, request, _) =>
            request.About == "layout" && request.Text.Contains("\"3 red") && !Volatile.Read(ref isMended)
                ? ChatServer.Http(500, "")
                : ChatServer.Ok(request.About == "layout" ? Good : "Overall Impression: x\nScore: 0.25\nReason: y"),
            "\"attempts\": 2");
        var run = Drawn(asking, pictures: 12, out var drawn);
        var judge = () => asking.Judge(JudgeQuestions.Layout | JudgeQuestions.Sample);
        var stopped = Assert.Throws<SrumException>(() => JudgeStage.Run(run, judge(), drawn));
        Assert.Contains("2 of 12 pictures are not judged: 2 were asked about, and 2 of the questions", stopped.Message);
        Assert.Contains("status 500", stopped.Message);
        Assert.Throws<SrumException>(() => JudgeStage.Read(run));
        var before = asking.Requests.Count;
        Assert.Equal(24 + 2, before);

        Volatile.Write(ref isMended, true);
        var judged = JudgeStage.Run(run, judge(), drawn);
        Assert.All(asking.Requests.Skip(before), request => Assert.Equal("layout", request.About));
        Assert.Equal(before + 2, asking.Requests.Count);
        Assert.All(judged, record => Assert.Equal((0.5, 0.25, 0), (
            record.Layout!.Score!.Value, record.Sample!.Score!.Value, record.Unanswered)));
        Assert.Equal(26 + 2, judged.Sum(record => record.Cost!.Calls));
        Assert.All(judged, record => Assert.Equal(["layout", "sample"], record.Replies.Select(reply => reply.About)
            .Order()));
    }

    [Fact]
    public void Judgements_are_cached_by_content_and_open_ones_are_not()
    {
        using var asking = new Asking((number, _, _) =>
            number == 1 ? ChatServer.Http(500, "") : ChatServer.Ok(Good), "\"attempts\": 1, \"concurrency\": 1");
        var (run, cache) = (Drawn(asking, pictures: 4, out var drawn), asking.File("cache"));
        Assert.Throws<SrumException>(() => JudgeStage.Run(run, asking.Judge(), drawn, cache));
        JudgeStage.Run(run, asking.Judge(), drawn, cache);
        Assert.Equal(5, asking.Requests.Count);
        JudgeStage.Run(RunFolder.Open(asking.File("run")), asking.Judge(), drawn, cache, name: "again");
        Assert.Equal(5, asking.Requests.Count);
    }

    [Fact]
    public void The_key_is_in_no_file_and_no_message_even_where_the_endpoint_repeats_it()
    {
        using var asking = new Asking((number, request, _) =>
        {
            var head = request.Head.ReplaceLineEndings(" ").Replace("\"", "");
            return (number % 4) switch
            {
                0 => ChatServer.Http(500, $$"""{"error": {"message": "{{head}}"} }""", $"X-Seen: {Asking.Key}"),
                1 => ChatServer.Ok($"Score: 0.5\nReason: you sent {head}"),
                2 => ChatServer.Ok($"I do not answer {Asking.Key}"),
                _ => ChatServer.Http(200, Asking.Key),
            };
        }, "\"attempts\": 1");
        var run = Drawn(asking, pictures: 24, out var drawn);
        var told = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var failure = Record.Exception(() => JudgeStage.Run(run, asking.Judge(), drawn, asking.File("cache")));
            told.Add($"{failure}");
        }

        using var refusing = new Asking((_, _, _) =>
            ChatServer.Http(401, $$"""{"error": {"message": "Incorrect API key provided: {{Asking.Key}}"} }"""));
        told.Add(refusing.Judge().Run([Asking.Picture()])[0].Open!.Reason);
        Assert.Contains("Incorrect API key provided: [key].", told[^1]);
        Assert.All(told, text => Assert.DoesNotContain(Asking.Key, text));
        var files = Directory.GetFiles(asking.File(""), "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => File.ReadAllText(file).Contains("[key]"));
        Assert.All(files, file => Assert.DoesNotContain(Asking.Key, File.ReadAllText(file)));
    }

    /// <summary>JSON may write the key so that no byte of it is seen before it is decoded.</summary>
    [Fact]
    public void The_key_is_taken_out_where_it_was_escaped_too()
    {
        var escaped = $"\\u{(int)Asking.Key[0]:x4}{Asking.Key[1..]}";
        using var asking = new Asking((number, _, _) => number == 1
            ? ChatServer.Http(200, ChatServer.Body($"Score: 0.5\nReason: you sent {Asking.Key}")
                .Replace(Asking.Key, escaped))
            : ChatServer.Http(401, $$"""{"error": {"message": "{{new string('a', 295)}} {{escaped}}"} }"""));
        var judge = asking.Judge();
        Assert.Equal("you sent [key]", judge.Run([Asking.Picture("one")])[0].Layout!.Reason);
        var reason = judge.Run([Asking.Picture("two")])[0].Open!.Reason;
        Assert.Contains("a [key", reason);
        Assert.DoesNotContain(Asking.Key[..4], reason);
    }

    [Fact]
    public void A_benchmarks_picture_without_a_reply_stays_to_be_marked()
    {
        using var asking = new Asking((_, request, _) => request.Text.Contains("seven")
            ? ChatServer.Http(500, "") : ChatServer.Ok(Good), "\"attempts\": 1");
        var endpoint = asking.Open(new() { Name = "large", File = asking.Book() });
        var judge = new EndpointPictureJudge(endpoint);
        Assert.Null(endpoint.LastFault);
        Question[] questions = [.. ((string[])["one", "seven"]).Select(
            text => new Question([Asking.Picture().Picture], text))];
        Assert.Equal([Good, null], judge.Answer(questions));
        Assert.Contains("status 500", endpoint.LastFault);
        Assert.Null(endpoint.Ended);
        Assert.Equal("endpoint large (a-model, 1024 tokens)", judge.Name);
        Assert.Equal(
            "endpoint large (a-model, 200 tokens, own sampling)",
            new EndpointPictureJudge(asking.Open(new()
            {
                Name = "large", File = asking.Book("\"maxReplyTokens\": 200, \"sampling\": false"),
            })).Name);
        var marker = ShapesBenchmark.Marker(asking.Judge(JudgeQuestions.Sample), judge.Name);
        var marks = marker.Mark([.. ((string[])["one circle", "seven circles"]).Select(
            (text, i) => new PictureToMark(new BenchmarkPrompt(i, text, ""), 0, () => Asking.Picture().Picture))]);
        Assert.Equal((1, 0.75), (marks[0]!.Marks["correct"], marks[0]!.Marks["partial"]));
        Assert.Null(marks[1]);
    }

    private static RunFolder Drawn(Asking asking, int pictures, out IReadOnlyList<RolloutRecord> drawn)
    {
        var run = RunFolder.Open(asking.File("run"));
        var settings = new RolloutSettings
        {
            Pictures = 2, Draw = new DrawSettings { Width = 32, Height = 32, BatchSize = 4 },
        };
        var prompts = new PromptSet("own", [.. Enumerable.Range(1, pictures / 2).Select(
            i => new PromptEntry(i, $"{i} red circles", "numeracy"))]);
        using var model = new ToyModel();
        drawn = RolloutStage.Run(run, model, prompts, settings);
        return run;
    }
}
