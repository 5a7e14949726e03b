using System.Text;
using Srum.Prompts;

namespace Srum.Tests.Prompts;

public sealed class PromptSetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-prompts").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

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
        var set = new PromptSet(
            "set",
            [
                new(3, "a \"red\" circle\\", "color"), new(1, "ö", ""),
                new(2, "a red star", "color") { Composed = "a star AND something red AND something :-1" },
            ]);
        set.Write(Path.Combine(folder, "set.json"));
        Assert.Equal(set.Prompts, PromptSet.Read(Path.Combine(folder, "set.json")).Prompts);
    }

    [Theory]
    [InlineData("\"a star AND a heart\"", "count 2 together")]
    [InlineData("[\"a star\"]", "Expected a text")]
    public void A_composition_that_is_none_is_named_with_its_line(string composed, string named)
    {
        var path = Save("own.json", $"[\"a dog\",\n{{\"prompt\": \"a star\", \"composed\": {composed}}}]");
        var wrong = Assert.Throws<SrumException>(() => PromptSet.Read(path));
        Assert.Contains($"{path}, line 2", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\" \"")]
    [InlineData("null")]
    public void A_missing_composition_is_none(string composed) => Assert.Null(Assert.Single(PromptSet.Read(
        Save("own.json", $"[{{\"prompt\": \"a star\", \"composed\": {composed}}}]")).Prompts).Composed);

    // What a person's editor, or another program, makes of three prompts.
    [Theory]
    [InlineData("own.txt", "a red circle\ra dog\rtwo blue squares")]
    [InlineData("own.txt", "a red circle\r\na dog\r\ntwo blue squares\r\n")]
    [InlineData("own.txt", "\uFEFFa red circle\n\uFEFFa dog\ntwo blue squares")]
    [InlineData("own.jsonl", "{\"prompt\": \"a red circle\", \"include\": [{\"count\": 1}]}\n{\"prompt\": \"a "
        + "dog\"}\n\n{\"prompt\": \"two blue squares\"}\n")]
    [InlineData("own.ndjson",
        "{\"text\": \"a red circle\"}\r\n{\"text\": \"a dog\"}\r\n{\"text\": \"two blue squares\"}")]
    [InlineData("own.txt",
        "{\"Prompt\": \"a red circle\"}\r{\"prompt\": \"a dog\"}\r{\"prompt\": \"two blue squares\"}")]
    [InlineData("own.json",
        "{\"Question\": \"a red circle\"}\n{\"Question\": \"a dog\"}\n{\"Question\": \"two blue squares\"}")]
    [InlineData("own.jsonl", "\"a red circle\"\n\"a dog\"\n\"two blue squares\"")]
    [InlineData("own.json", "[\"a red circle\", \"a dog\", \"two blue squares\"]")]
    [InlineData("own.json",
        "[{\"prompt\": \"a red circle\"}, {\"text\": \"a dog\"}, {\"QUESTION\": \"two blue squares\"}]")]
    [InlineData("own.csv", "prompt,seed\na red circle,1\na dog,2\ntwo blue squares,3\n")]
    [InlineData("own.csv", "\uFEFFseed;Prompt\r\n1;\"a red circle\"\r\n2;a dog\r\n\r\n3;two blue squares\r\n")]
    [InlineData("own.csv", "sep=;\nseed;prompt\n1;a red circle\n2;a dog\n3;two blue squares\n")]
    [InlineData("own.csv", "\r\n\nseed;prompt\n1;a red circle\n2;a dog\n3;two blue squares\n")]
    [InlineData("own.csv", "\nsep=;\nseed;prompt\n1;a red circle\n2;a dog\n3;two blue squares\n")]
    [InlineData("own.csv", "prompt\na red circle\na dog\n\"two blue squares\"")]
    [InlineData("own.tsv", "text\tseed\na red circle\t1\na dog\t2\ntwo blue squares\t3")]
    [InlineData("own.txt", "id,prompt\r1,a red circle\r2,a dog\r3,two blue squares")]
    [InlineData("own.csv",
        "Question_id,Question,Category\n7,a red circle,colour\n8,a dog,other\n9,two blue squares,numeracy")]
    public void Known_forms_hold_the_same_prompts(string name, string content)
    {
        string[] expected = ["a red circle", "a dog", "two blue squares"];
        Assert.Equal(expected, PromptSet.Read(Save(name, content)).Prompts.Select(prompt => prompt.Text));
        Encoding[] encodings = [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];
        foreach (var encoding in encodings)
        {
            File.WriteAllText(Path.Combine(folder, name), content.TrimStart('\uFEFF'), encoding);
            Assert.Equal(expected, PromptSet.Read(Path.Combine(folder, name)).Prompts.Select(prompt => prompt.Text));
        }
    }

    [Fact]
    public void A_quoted_field_may_hold_separators_quotes_and_line_ends()
    {
        var set = PromptSet.Read(Save("own.csv", "category,prompt\nsize,\"a red circle, big\"\n,\"the word "
            + "\"\"stop\"\"\"\nlong,\"a dog\r\nand a cat\"\nlast,a cat\n"));
        Assert.Equal(
            [new(2, "a red circle, big", "size"), new(3, "the word \"stop\"", ""), new(4, "a dog\nand a cat", "long"),
                new(6, "a cat", "last")], set.Prompts);
    }

    [Fact]
    public void A_category_and_a_number_come_with_the_prompt()
    {
        var lines = PromptSet.Read(Save(
            "own.jsonl", "{\"tag\": \"colors\", \"prompt\": \"a dog\"}\n{\"Question_id\": 12, \"text\": \"a cat\"}"));
        Assert.Equal([new(1, "a dog", "colors"), new(12, "a cat", "")], lines.Prompts);
        var table = PromptSet.Read(
            Save("own.csv", "question_id,prompt,category,score\n40,a dog,color,\n12,a cat,shape,1"));
        Assert.Equal([new(40, "a dog", "color"), new(12, "a cat", "shape")], table.Prompts);
    }

    [Theory]
    [InlineData("bad.jsonl", "{\"prompt\": \"a\"}\n{\"caption\": \"b\"}", "line 2", "\"prompt\"")]
    [InlineData("bad.jsonl", "{\"prompt\": \"a\"}\n{\"prompt\": [\"b\"]}", "line 2", "\"prompt\"")]
    [InlineData("bad.jsonl", "{\"prompt\": \"a\"}\na dog", "line 2", "JSON")]
    [InlineData("bad.jsonl", "{\n\"prompt\": \"a\"\n}", "line 1", "JSON")]
    [InlineData("bad.jsonl", "{\"prompt\": \"a\\u0007b\"}", "line 1", "control")]
    [InlineData("bad.txt", "a dog\n{\"prompt\": \"a red circle\"}", "line 2", "JSON")]
    [InlineData("bad.txt", "a dog\n[1, 2]", "line 2", "JSON")]
    [InlineData("bad.csv", "a red circle,1\na dog,2", "line 1", "column")]
    [InlineData("bad.csv", "prompt,seed\na red circle, big,1", "line 2", "quotes")]
    [InlineData("bad.csv", "prompt,seed\na red circle", "line 2", "fields")]
    [InlineData("bad.csv", "prompt,seed\n\"a red circle,1\na dog,2", "line 2", "never closed")]
    [InlineData("bad.csv", "prompt,seed\n\"a\"b,1", "line 2", "closing quotation mark")]
    [InlineData("bad.csv", "prompt,seed\n,1", "line 2", "no prompt")]
    [InlineData("bad.csv", "prompt,seed\n\"a\n\u0007\",1", "line 2", "control")]
    [InlineData("bad.csv", "prompt,seed", "no prompt", "one prompt a line")]
    [InlineData("bad.csv", "Question_id,prompt\n1,a\n1,b", "line 3", "line 2")]
    [InlineData("bad.txt", "prompt\na red circle", "line 1", "heading")]
    [InlineData("bad.txt", "a dog\na red circle\t7", "line 2", "tab")]
    [InlineData("bad.txt", "# my prompts\na dog", "line 1", "comments")]
    [InlineData("bad.txt", "a dog\n<p>a red circle</p>", "line 2", "tag")]
    [InlineData("bad.txt", "- a red circle\n- a dog", "line 1", "list")]
    [InlineData("bad.txt", "a dog\n2) a red circle", "line 2", "'2)'")]
    [InlineData("bad.txt", "prompts:\n  - a red circle", "line 1", "YAML")]
    [InlineData("bad.txt", "Prompt: a red circle", "line 1", "YAML")]
    [InlineData("bad.txt", "\"a red circle\"\n\"a dog\"", "line 1", "quotation marks")]
    [InlineData("bad.txt", "a dog\n\"a red circle\",", "line 2", "quotation marks")]
    [InlineData("bad.txt", "<!DOCTYPE html>\n<html>", "line 1", "web page")]
    [InlineData("bad.txt", "version https://git-lfs.github.com/spec/v1\noid sha256:4d", "line 1", "git-lfs")]
    [InlineData("bad.txt", "a\0 \0d\0o\0g\0", "line 1", "UTF-16")]
    [InlineData("bad.txt", "a dog\na red\fcircle", "line 2", "control")]
    [InlineData("bad.txt", "a dog\ra red\u0007circle", "line 2", "control")]
    [InlineData("bad.txt", "a dog\u2028a red circle", "line 1", "control")]
    [InlineData("bad.txt", "a dog\u0085a red circle", "line 1", "control")]
    public void What_is_no_prompt_is_named_with_file_line_and_remedy(
        string name, string content, string place, string what) =>
        A_wrong_line_is_named_with_file_and_remedy(name, content, place, what);

    [Theory]
    [InlineData("bad.json", "[\n{\"Question\": \"a\"},\n{\"Category\": \"b\"}]", "line 3", "Question")]
    [InlineData("bad.json", "[\n{\"Question\": \"a\"},\n{\"Question\": 5}]", "line 3", "Question")]
    [InlineData("bad.json", "[\n\n5]", "line 3", "object")]
    [InlineData("bad.json", "[\n{\"Question\": \"\\ud800\"}]", "line 2", "surrogate")]
    [InlineData(
        "bad.json", "[\n{\"Question\": \"a\", \"Question_id\": 1},\n{\"Question\": \"a\", \"Question_id\": 1}]",
        "line 3", "line 2")]
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
        var path = Path.Combine(folder, "latin.txt");
        File.WriteAllBytes(path, [.. Encoding.UTF8.GetBytes("a circle\na caf"), 0xE9]);
        Assert.Contains("line 2", Assert.Throws<SrumException>(() => PromptSet.Read(path)).Message);
    }

    [Fact]
    public void A_file_that_is_missing_or_a_folder_is_named()
    {
        Assert.Contains(
            "nowhere.txt",
            Assert.Throws<SrumException>(() => PromptSet.Read(Path.Combine(folder, "nowhere.txt"))).Message);
        Assert.Contains(folder, Assert.Throws<SrumException>(() => PromptSet.Read(folder)).Message);
    }

    private string Save(string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
