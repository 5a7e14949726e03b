using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Srum.Files;

namespace Srum.Tests.Files;

public sealed class JsonFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        Encoding[] encodings = [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];
        foreach (var encoding in encodings)
        {
            File.WriteAllText(path, """{"a": "é"}""", encoding);
            Assert.Equal("é", JsonFile.Read(path, "").GetProperty("a").GetString());
        }
    }

    [Theory]
    [InlineData("{\n\"a\": 1,\n}", "line 3")]
    [InlineData("{\n\"a\": 1,\n\"a\": 2}", "'a'")]
    [InlineData("", "JSON")]
    [InlineData("{\n\"b\"\n: \"x\u0000\"}", "line 3")]
    [InlineData("{\"a\": [\"\\uD83D\"]}", "surrogate")]
    [InlineData("{\"\\ude00\": 1}", "surrogate")]
    public void A_fault_is_named_with_file_line_and_remedy(string text, string named)
    {
        File.WriteAllText(path, text);
        var message = Assert.Throws<SrumException>(() => JsonFile.Read(path, "Mend it.")).Message;
        Assert.Contains(path, message);
        Assert.Contains(named, message);
    }

    // Words for whoever wrote the file: no type of this program, no count of bytes.
    [Theory]
    [InlineData("""{"Number": "many"}""", "'Number' has a value of another kind")]
    [InlineData("""{"Number": 1, "Other": 2}""", "'Other' is no field")]
    [InlineData("{}", "lacks 'Number'")]
    [InlineData("[]", "another kind")]
    [InlineData("null", "it is null")]
    public void A_type_of_ours_is_not_named(string text, string named)
    {
        File.WriteAllText(path, text);
        var format = new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
        var message = Assert.Throws<SrumException>(() => JsonFile.Read<Content>(path, format, "Mend it.")).Message;
        Assert.Contains(named, message);
        Assert.EndsWith("Mend it.", message);
        Assert.DoesNotContain("Srum.", message);
        Assert.DoesNotContain("System.", message);
        Assert.DoesNotContain("BytePosition", message);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        var missing = Path.Combine(Path.GetTempPath(), "srum-nowhere.json");
        Assert.Contains(missing, Assert.Throws<SrumException>(() => JsonFile.Read(missing, "Mend it.")).Message);
        Assert.Contains(
            "folder", Assert.Throws<SrumException>(() => JsonFile.Read(Path.GetTempPath(), "Mend it.")).Message);
    }

    private sealed record Content
    {
        public required int Number { get; init; }
    }
}
