using System.Text;
using Srum.Runs;

namespace Srum.Tests.Runs;

public sealed class RecordLogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    private string Path => System.IO.Path.Combine(folder, "log.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Appended_records_are_read_again_in_order()
    {
        Append("a", "b", "c");
        Assert.Equal(["a", "b", "c"], Open().Records.Select(record => record.Key));
        Assert.Equal("text of b\nin two lines", Open().Find("b")!.Text);
        Assert.Null(Open().Find("d"));
        Assert.Equal(3, File.ReadAllText(Path).Count(letter => letter == '\n'));
    }

    [Fact]
    public void What_an_editor_makes_of_a_log_is_read_or_refused_and_never_cut_away()
    {
        Append("a", "b");
        var text = File.ReadAllText(Path);
        File.WriteAllText(Path, text.Replace("\n", "\r\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(["a", "b"], Open().Records.Select(record => record.Key));
        (string, Encoding)[] others = [(text, Encoding.Unicode), (text.Replace('\n', '\r'), Encoding.ASCII)];
        foreach (var (content, encoding) in others)
        {
            File.WriteAllText(Path, content, encoding);
            var before = File.ReadAllBytes(Path);
            Assert.Contains(Path, Assert.Throws<SrumException>(Open).Message);
            Assert.Equal(before, File.ReadAllBytes(Path));
        }
    }

    [Fact]
    public void A_key_is_written_once()
    {
        Append("a", "b", "a");
        Assert.Equal(["a", "b"], Open().Records.Select(record => record.Key));
    }

    [Fact]
    public void A_last_line_torn_at_any_byte_is_dropped_and_the_file_is_healed()
    {
        Append("a", "b");
        var bytes = File.ReadAllBytes(Path);
        var first = Array.IndexOf(bytes, (byte)'\n') + 1;
        for (var length = first; length < bytes.Length; length++)
        {
            File.WriteAllBytes(Path, bytes[..length]);
            var log = Open();
            Assert.Equal(["a"], log.Records.Select(record => record.Key));
            Assert.Equal(first, new FileInfo(Path).Length);
            log.Append(new Entry("b", "text of b\nin two lines"));
            Assert.Equal(bytes, File.ReadAllBytes(Path));
        }
    }

    [Fact]
    public void A_byte_order_mark_without_a_whole_line_is_dropped_like_any_torn_one()
    {
        Append("a");
        var whole = File.ReadAllBytes(Path);
        foreach (var torn in (byte[][])[[], [.. whole[..9]]])
        {
            File.WriteAllBytes(Path, [.. Encoding.UTF8.Preamble, .. torn]);
            Assert.Empty(Open().Records);
            Append("a");
            Assert.Equal(whole, File.ReadAllBytes(Path));
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"key":null,"text":"x"}""")]
    [InlineData("""{"key":"x"}""")]
    [InlineData("[1]")]
    public void A_broken_line_in_the_middle_is_named_by_file_and_line(string broken)
    {
        Append("a", "b");
        var lines = File.ReadAllLines(Path);
        File.WriteAllText(Path, $"{lines[0]}\n{broken}\n{lines[1]}\n");
        var before = File.ReadAllText(Path);
        var failure = Assert.Throws<SrumException>(() => Open());
        Assert.Contains($"{Path}, line 2", failure.Message);
        Assert.Equal(before, File.ReadAllText(Path));
    }

    [Fact]
    public void A_write_that_fails_half_way_loses_nothing_and_can_be_given_again()
    {
        Append("a");
        var whole = File.ReadAllBytes(Path);
        var full = true;
        var log = RecordLog<Entry>.Open(Path, record => record.Key, file => new TappedStream(file, (inner, bytes) =>
        {
            if (full)
            {
                inner.Write(bytes.AsSpan(0, bytes.Length / 2));
                inner.Flush();
                throw new IOException("No space left on device");
            }
        }));
        var failure = Assert.Throws<SrumException>(() => log.Append(new Entry("b", "x")));
        Assert.Contains("No space left", failure.Message);
        Assert.Contains(Path, failure.Message);
        Assert.Equal(whole, File.ReadAllBytes(Path));
        Assert.Null(log.Find("b"));
        full = false;
        log.Append(new Entry("b", "x"));
        Assert.Equal(["a", "b"], Open().Records.Select(record => record.Key));
    }

    [Fact]
    public void A_record_that_cannot_be_written_as_JSON_leaves_its_key_free()
    {
        var log = RecordLog<Measured>.Open(Path, record => record.Key);
        Assert.ThrowsAny<ArgumentException>(() => log.Append(new Measured("a", double.NaN)));
        Assert.Null(log.Find("a"));
        log.Append(new Measured("a", 1));
        Assert.Equal(1, Assert.Single(RecordLog<Measured>.Open(Path, record => record.Key).Records).Value);
    }

    [Fact]
    public void A_log_that_cannot_be_opened_keeps_what_it_has()
    {
        Append("a");
        var log = Open();
        File.Move(Path, Path + ".aside");
        Directory.CreateDirectory(Path);
        Assert.Contains(Path, Assert.Throws<SrumException>(() => log.Append(new Entry("b", "x"))).Message);
        Directory.Delete(Path);
        File.Move(Path + ".aside", Path);
        log.Append(new Entry("b", "x"));
        Assert.Equal(["a", "b"], Open().Records.Select(record => record.Key));
    }

    [Fact]
    public void Logs_of_others_are_merged_by_key_and_left_as_they_are()
    {
        Append("a", "b");
        var other = System.IO.Path.Combine(folder, "log-2.jsonl");
        File.WriteAllText(
            other,
            """{"key":"b","text":"again"}""" + "\n" + """{"key":"c","text":"x"}""" + "\n" + """{"key":"d","te""");
        var length = new FileInfo(other).Length;
        var merged = RecordLog<Entry>.Merge(Directory.GetFiles(folder, "log*.jsonl"), record => record.Key);
        Assert.Equal(["a", "b", "c"], merged.Keys.Order());
        Assert.Equal(length, new FileInfo(other).Length);
    }

    private void Append(params string[] keys)
    {
        var log = Open();
        foreach (var key in keys)
        {
            log.Append(new Entry(key, $"text of {key}\nin two lines"));
        }
    }

    private RecordLog<Entry> Open() => RecordLog<Entry>.Open(Path, record => record.Key);

    private sealed record Entry(string Key, string Text);

    private sealed record Measured(string Key, double Value);
}
