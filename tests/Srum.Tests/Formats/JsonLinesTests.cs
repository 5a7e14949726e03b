using System.Text;
using System.Text.Json.Nodes;
using Srum.Formats;

namespace Srum.Tests.Formats;

/// <summary>Files that others wrote: a bad line is told by file and line, and costs no other.</summary>
public sealed class JsonLinesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{\"score\": NaN}", "NaN and Infinity are no JSON")]
    [InlineData("{\"score\": -Infinity}", "NaN and Infinity are no JSON")]
    [InlineData("{\"score\": 1e999}", "a number too large")]
    [InlineData("{\"a\": [{\"b\": 1e999}]}", "a number too large")]
    [InlineData("{\"score\": 1, \"score\": -1}", "is not JSON")]
    [InlineData("{\"prompt\": \"\\ud800\"}", "surrogate")]
    [InlineData("{\"\\ud83d\": 1}", "surrogate")]
    [InlineData("{\"a\": [{\"b\\udc00\": 1, \"b\": 2}]}", "surrogate")]
    [InlineData("[1, 2]", "no JSON object")]
    [InlineData("{\"a\": 1", "is not JSON")]
    [InlineData("{\"a\": 1} {\"a\": 2}", "is not JSON")]
    public void A_bad_line_names_its_place_and_the_others_are_read(string bad, string fault)
    {
        var path = folder.Write("some.jsonl", $"{{\"a\": 1}}\n\n{bad}\n{{\"a\": 2}}\n");
        var lines = JsonLines.Read(path);
        Assert.Equal([1, 3, 4], lines.Select(line => line.Number));
        Assert.Equal(
            [1, 2], lines.Where(line => line.Fault is null).Select(line => line.Value.GetProperty("a").GetInt32()));
        var failure = Assert.Throws<SrumException>(() => lines[1].Sound());
        Assert.Contains($"{path}, line 3: this line ", failure.Message);
        Assert.Contains(fault, failure.Message);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_no_text()
    {
        var path = folder.File("latin.jsonl");
        File.WriteAllBytes(path, [.. "{\"a\": \""u8, 0xE4, .. "\"}\n{\"a\": \"b\"}"u8]);
        var lines = JsonLines.Read(path);
        Assert.Contains("not UTF-8", lines[0].Fault);
        Assert.Null(lines[1].Fault);
    }

    [Fact]
    public void A_huge_line_is_passed_over_and_what_follows_is_read()
    {
        var path = folder.File("huge.jsonl");
        using (var file = new StreamWriter(path, append: false, new UTF8Encoding(false)))
        {
            file.Write("{\"a\": \"");
            for (var i = 0; i <= JsonLines.LongestLine / 4096; i++)
            {
                file.Write(new string('x', 4096));
            }

            file.Write("\"}\n{\"a\": 2}");
        }

        var lines = JsonLines.Read(path);
        Assert.Contains($"up to {JsonLines.LongestLine} are read", lines[0].Fault);
        Assert.Equal((2, 2), (lines[1].Number, lines[1].Value.GetProperty("a").GetInt32()));
    }

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_are_no_part_of_a_line()
    {
        var path = folder.File("windows.jsonl");
        File.WriteAllText(
            path, "{\"a\": 1}\r\n\r\n{\"a\": 2}\r\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal([1, 2], JsonLines.Read(path).Select(line => line.Sound().GetProperty("a").GetInt32()));
    }

    [Fact]
    public void Numbers_keep_their_digits_and_letters_stay_letters()
    {
        const string line =
            "{\"score\":0.10,\"neutral\":-0.0,\"big\":1e3,\"text\":\"grün 日本 <b>\",\"other\":{\"deep\":[null,true]}}";
        var path = folder.Write("some.jsonl", line + "\n");
        JsonLines.Write(
            folder.File("copy.jsonl"), JsonLines.Read(path).Select(read => JsonObject.Create(read.Sound())!));
        Assert.Equal(line + "\n", File.ReadAllText(folder.File("copy.jsonl")));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere.jsonl", Assert.Throws<SrumException>(() => JsonLines.Read("nowhere.jsonl")).Message);
}
