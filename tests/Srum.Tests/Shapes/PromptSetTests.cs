using System.Text;
using Srum.Shapes;

namespace Srum.Tests.Shapes;

public sealed class PromptSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srum-prompts").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_text_file_holds_one_prompt_a_line()
    {
        var set = PromptSet.Read(Save("own.txt", "\uFEFFa red circle\r\n\r\n  a dog \n"));
        Assert.Equal("own", set.Name);
        Assert.Equal([new(1, "a red circle", ""), new(3, "a dog", "")], set.Prompts);
    }

    [Theory]
    [InlineData("own.json")]
    [InlineData("own.txt")]
    public void The_published_json_is_read_escaped_or_plain(string name)
    {
        var set = PromptSet.Read(Save(name, """
            [{"Question": "a caf\u00e9", "Category": "color", "Question_id": 12},
             {"Question_id": 7, "Question": "a café", "Category": "shape", "more": [1]}]
            """));
        Assert.Equal([new(12, "a café", "color"), new(7, "a café", "shape")], set.Prompts);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var set = new PromptSet("set", [new(3, "a \"red\" circle\\", "color"), new(1, "ö", "")]);
        set.Write(Path.Combine(_folder, "set.json"));
        Assert.Equal(set.Prompts, PromptSet.Read(Path.Combine(_folder, "set.json")).Prompts);
    }

    [Theory]
    [InlineData("bad.json", "[\n{\"Question\": \"a\"},\n{\"Category\": \"b\"}]", "line 3", "Question")]
    [InlineData("bad.json", "[\n{\"Question\": \"a\"},\n{\"Question\": 5}]", "line 3", "Question")]
    [InlineData("bad.json", "[\n\n5]", "line 3", "object")]
    [InlineData("bad.json", "[\n{\"Question\": \"\\ud800\"}]", "line 2", "surrogate")]
    [InlineData("bad.json", "[\n{\"Question\": \"a\", \"Question_id\": 1},\n{\"Question\": \"a\", \"Question_id\": 1}]", "line 3", "line 2")]
    [InlineData("bad.json", "[\n{\"Question\": \"a\", \"Question_id\": \"x\"}]", "line 2", "Question_id")]
    [InlineData("bad.json", "[\n{\"Question\": \"a\"\n{", "line 3", "JSON")]
    [InlineData("bad.json", "{}", "line 1", "array")]
    [InlineData("bad.json", "", "line 1", "JSON")]
    [InlineData("bad.json", "[{\"Question\": \"a\"}]\n[]", "line", "JSON")]
    [InlineData("bad.json", "[]", "no prompt", "one prompt a line")]
    [InlineData("bad.txt", "\n \n", "no prompt", "one prompt a line")]
    [InlineData("bad.txt", "a circle\na \u0001 circle", "line 2", "control")]
    public void A_wrong_line_is_named_with_file_and_remedy(string name, string content, string place, string what)
    {
        var error = Assert.Throws<SrumException>(() => PromptSet.Read(Save(name, content)));
        Assert.Contains(name, error.Message);
        Assert.Contains(place, error.Message);
        Assert.Contains(what, error.Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named_by_line()
    {
        var path = Path.Combine(_folder, "latin.txt");
        File.WriteAllBytes(path, [.. Encoding.UTF8.GetBytes("a circle\na caf"), 0xE9]);
        Assert.Contains("line 2", Assert.Throws<SrumException>(() => PromptSet.Read(path)).Message);
    }

    [Fact]
    public void A_file_that_is_missing_or_a_folder_is_named()
    {
        Assert.Contains("nowhere.txt", Assert.Throws<SrumException>(() => PromptSet.Read(Path.Combine(_folder, "nowhere.txt"))).Message);
        Assert.Contains(_folder, Assert.Throws<SrumException>(() => PromptSet.Read(_folder)).Message);
    }

    private string Save(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
