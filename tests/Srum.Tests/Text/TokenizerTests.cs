using System.Text;
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
        Write(config: Config(("<x>", 257), ("<x>y", 258), ("x>yz", 259)));
        Assert.Equal("<x>y|z", Show(Tokenizer.Open(folder), "<x>yz"));
    }

    [Fact]
    public void The_loader_adds_the_four_tokens_behind_all_others()
    {
        var tokenizer = Tokenizer.Open(folder);
        Assert.Equal(
            [258, 259, 260, 261], [tokenizer.StartId, tokenizer.EndId, tokenizer.VisionStartId, tokenizer.VisionEndId]);
        Assert.Equal(261, tokenizer.HighestId);
        Assert.Equal("<|endoftext|>", tokenizer.AddedTokens[0].Text);
    }

    [Fact]
    public void A_special_token_without_text_is_none()
    {
        Write(config: """{"bos_token": "", "eos_token": "<|endoftext|>", "additional_special_tokens": [""]}""");
        var tokenizer = Tokenizer.Open(folder);
        Assert.Equal("ab|c", Show(tokenizer, "abc"));
        Assert.DoesNotContain(tokenizer.AddedTokens, token => token.Text.Length == 0);
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
            Gen.Int[0, 10].Select(i => new[]
            {
                "\n", "\r\n", "  ", "'s", "e\u0301", "𝒜", "𠀀", "<|im_end|>", "\ud800", "한", "\u1100\u1161\u11a8",
            }[i]));
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
    [InlineData("tokenizer_config.json", "{\"tokenizer_class\": \"LlamaTokenizer\"}")]
    [InlineData("tokenizer_config.json", "{\"add_prefix_space\": true}")]
    [InlineData("tokenizer_config.json", "{\"clean_up_tokenization_spaces\": true}")]
    [InlineData("tokenizer_config.json",
        "{\"added_tokens_decoder\": {\"257\": {\"content\": \"y\", \"lstrip\": true}}}")]
    [InlineData("merges.txt", "")]
    [InlineData("merges.txt", "#version: 0.2\na")]
    public void An_unsound_file_is_named(string file, string content)
    {
        File.WriteAllText(Path.Combine(folder, file), content);
        Assert.Contains(file, Assert.Throws<SrumException>(() => Tokenizer.Open(folder)).Message);
    }

    [Theory]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    [InlineData("tokenizer_config.json")]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(Path.Combine(folder, file));
        var message = Assert.Throws<SrumException>(() => Tokenizer.Open(folder)).Message;
        Assert.Contains(file, message);
        Assert.Contains("not there", message);
        Links.Make(Path.Combine(folder, file), Path.Combine(folder, "gone"));
        Assert.Contains("a link to", Assert.Throws<SrumException>(() => Tokenizer.Open(folder)).Message);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_ends_of_other_systems_make_the_same_tokens(string end)
    {
        var path = Path.Combine(folder, "merges.txt");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\n", end));
        Assert.Equal("ab|c", Show(Tokenizer.Open(folder), "abc"));
    }

    [Theory]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    [InlineData("tokenizer_config.json")]
    public void A_byte_order_mark_is_no_part_of_a_file(string file)
    {
        var path = Path.Combine(folder, file);
        foreach (var encoding in (
            Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            File.WriteAllText(path, File.ReadAllText(path), encoding);
            Assert.Equal("ab|c|<|im_end|>", Show(Tokenizer.Open(folder), "abc<|im_end|>"));
        }
    }

    // The loader would number the token that was lost behind all others, and the model read another row.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_list_of_added_tokens_that_lost_one_is_named(int lost)
    {
        string[] tokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>"];
        var listed = tokens.Select((text, i) => (text, 257 + i)).ToArray();
        Write(config: Config(listed));
        Assert.Equal(261, Tokenizer.Open(folder).HighestId);
        Write(config: Config([.. listed.Where((_, i) => i != lost)]));
        var message = Assert.Throws<SrumException>(() => Tokenizer.Open(folder)).Message;
        Assert.Contains("tokenizer_config.json", message);
        Assert.Contains(tokens[lost], message);
    }

    [Fact]
    public void Two_files_that_contradict_each_other_are_named()
    {
        Write(config: Config(("<|endoftext|>", 257), ("<|im_start|>", 258), ("<|im_end|>", 259),
            ("<|vision_start|>", 260), ("<|vision_end|>", 261)));
        File.WriteAllText(
            Path.Combine(folder, "tokenizer.json"),
            """{"added_tokens": [{"id": 270, "content": "<|vision_start|>"}]}""");
        var message = Assert.Throws<SrumException>(() => Tokenizer.Open(folder)).Message;
        Assert.Contains("tokenizer.json", message);
        Assert.Contains("'<|vision_start|>' has the id 270 here, and 260", message);
    }

    [Fact]
    public void Added_tokens_that_moved_to_the_other_file_are_read_there()
    {
        string[] tokens = ["<|endoftext|>", "<|box_start|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>",
            "<|vision_end|>"];
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), JsonSerializer.Serialize(new
        {
            added_tokens = tokens.Select((content, i) => new { id = 257 + i, content, special = true }),
        }));
        var tokenizer = Tokenizer.Open(folder);
        Assert.Equal((259, 260, 261, 262),
            (tokenizer.StartId, tokenizer.EndId, tokenizer.VisionStartId, tokenizer.VisionEndId));
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
