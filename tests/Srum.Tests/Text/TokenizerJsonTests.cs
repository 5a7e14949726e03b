using System.Text.Json.Nodes;
using Srum.Tests.Models.Janus;
using Srum.Text;

namespace Srum.Tests.Text;

/// <summary>A <c>tokenizer.json</c> that asks for more than is known here.</summary>
public sealed class TokenizerJsonTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-tokenizer").FullName;

    public static IEnumerable<TheoryDataRow<string>> Models => JanusFixture.Models;

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void What_is_not_known_is_refused_by_name(string name)
    {
        Refused("normalises", file => file["normalizer"] = JsonNode.Parse("""{"type": "NFC"}"""));
        Refused("not BPE", file => file["model"]!["type"] = "Unigram");
        Refused("lstrip", file => file["added_tokens"]![0]!["lstrip"] = true);
        Refused(
            "Whitespace",
            file => file["pre_tokenizer"]!["pretokenizers"]![0] = JsonNode.Parse("""{"type": "Whitespace"}"""));
        Refused("does not join", file => file["model"]!["merges"]![0] = "never seen");
        Refused("has the id", file => file["added_tokens"]![0]!["id"] = 3);
        Refused("stands twice", file => file["added_tokens"]![0]!["content"] = Added(file, 1));
        Refused("below 0", file => file["added_tokens"]![0]!["id"] = -1);
        Refused("below 0", file => file["model"]!["vocab"]!["a"] = -1);
        Refused("symbol of byte 97", file => file["model"]!["vocab"]!.AsObject().Remove("a"));
        Refused("a merge is null", file => file["model"]!["merges"]![0] = null);
        Refused("a merge is null", file => file["model"]!["merges"]![0] = new JsonArray("a", null));
        Refused("a pattern is null", file => file["pre_tokenizer"]!["pretokenizers"]![0] = JsonNode.Parse(
            """{"type": "Split", "behavior": "Isolated", "pattern": {"Regex": null}}"""));
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), "{");
        Assert.Contains("tokenizer.json", Assert.Throws<SrumException>(() => Tokenizer.OpenJson(folder)).Message);

        static string Added(JsonNode file, int index) => file["added_tokens"]![index]!["content"]!.GetValue<string>();

        void Refused(string why, Action<JsonNode> change)
        {
            var file = JsonNode.Parse(File.ReadAllText(Path.Combine(JanusFixture.Folder(name), "tokenizer.json")))!;
            change(file);
            File.WriteAllText(Path.Combine(folder, "tokenizer.json"), file.ToJsonString());
            Assert.Contains(why, Assert.Throws<SrumException>(() => Tokenizer.OpenJson(folder)).Message);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
