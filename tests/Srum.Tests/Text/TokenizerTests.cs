using System.Text.Json;
using CsCheck;
using Srum.Text;

namespace Srum.Tests.Text;

public sealed class TokenizerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public TokenizerTests() => Write();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Joins_bytes_by_rank_and_cuts_out_added_tokens()
    {
        var tokenizer = Tokenizer.Open(folder);
        Assert.Equal("ab|c|<|im_end|>|ab", Show(tokenizer, "abc<|im_end|>ab"));
        Assert.Equal("", Show(tokenizer, ""));
    }

    [Fact]
    public void The_longest_added_token_at_the_leftmost_place_wins()
    {
        Write(config: Config(("<x>", 258), ("<x>y", 259), ("x>yz", 260)));
        Assert.Equal("<x>y|z", Show(Tokenizer.Open(folder), "<x>yz"));
    }

    [Fact]
    public void The_loader_adds_the_four_tokens_behind_all_others()
    {
        var tokenizer = Tokenizer.Open(folder);
        Assert.Equal([258, 259, 260, 261], [tokenizer.StartId, tokenizer.EndId, tokenizer.VisionStartId, tokenizer.VisionEndId]);
        Assert.Equal(262, tokenizer.Count);
        Assert.Equal("<|endoftext|>", tokenizer.AddedTokens[0].Text);
    }

    [Fact]
    public void An_id_without_a_token_shows_and_does_not_throw()
    {
        var tokenizer = Tokenizer.Open(folder);
        Assert.Equal("a\uFFFD", tokenizer.Decode([tokenizer.Encode("a")[0], 100_000]));
    }

    [Fact]
    public void A_lone_surrogate_is_read_as_the_replacement_character() =>
        Assert.Equal("a\uFFFDb", Tokenizer.Open(folder).Decode(Tokenizer.Open(folder).Encode("a\ud800b")));

    [Fact]
    public void Any_text_comes_back_in_form_c()
    {
        var tokenizer = Tokenizer.Open(folder);
        var piece = Gen.OneOf(
            Gen.Char[' ', '~'].Select(c => c.ToString()),
            Gen.Int[0, 10].Select(i => new[] { "\n", "\r\n", "  ", "'s", "e\u0301", "𝒜", "𠀀", "<|im_end|>", "\ud800", "한", "\u1100\u1161\u11a8" }[i]));
        piece.Array[0, 20].Select(string.Concat).Sample(text =>
            tokenizer.Decode(tokenizer.Encode(text)) == CanonicalComposition.Apply(text));
    }

    [Theory]
    [InlineData("vocab.json", "{")]
    [InlineData("vocab.json", "[]")]
    [InlineData("vocab.json", "{\"a\": 0}")]
    [InlineData("vocab.json", "{\"a\": \"x\"}")]
    [InlineData("merges.txt", "a b c\n")]
    [InlineData("merges.txt", "x y\n")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"x\": {\"content\": \"y\"}}}")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"1\": {\"content\": \"y\"}}}")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"999\": {}}}")]
    [InlineData("tokenizer_config.json", "[]")]
    public void An_unsound_file_is_named(string file, string content)
    {
        File.WriteAllText(Path.Combine(folder, file), content);
        Assert.Contains(file, Assert.Throws<SrumException>(() => Tokenizer.Open(folder)).Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(Path.Combine(folder, "merges.txt"));
        Assert.Contains("merges.txt", Assert.Throws<SrumException>(() => Tokenizer.Open(folder)).Message);
    }

    private static string Show(Tokenizer tokenizer, string text) =>
        string.Join("|", tokenizer.Encode(text).Select(id => tokenizer.Decode([id])));

    private static string Config(params (string Text, int Id)[] added) => JsonSerializer.Serialize(new
    {
        added_tokens_decoder = added.ToDictionary(a => a.Id.ToString(), a => new { content = a.Text, special = true }),
    });

    private void Write(string config = "{\"eos_token\": \"<|endoftext|>\"}")
    {
        var symbols = Enumerable.Range(0, 256).Select(value => ByteSymbols.Of((byte)value).ToString()).Append("ab");
        File.WriteAllText(Path.Combine(folder, "vocab.json"), JsonSerializer.Serialize(
            symbols.Select((symbol, id) => (symbol, id)).ToDictionary(s => s.symbol, s => s.id)));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\na b\n");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config);
    }
}
