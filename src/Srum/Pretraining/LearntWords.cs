using System.Text.Encodings.Web;
using System.Text.Json;
using Srum.Files;

namespace Srum.Pretraining;

/// <summary>A byte-level BPE that was learnt, and the published files that hold one.</summary>
/// <param name="Vocabulary">Token → id.</param>
/// <param name="Merges">Pairs to join, the most urgent first.</param>
internal sealed record LearntWords(
    IReadOnlyDictionary<string, int> Vocabulary, IReadOnlyList<(string Left, string Right)> Merges)
{
    private static readonly string[] QwenTokens =
        ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>"];

    private static readonly string[] JanusTokens =
    [
        "<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜▁pad▁｜>", "<begin_of_image>", "<|User|>", "<|Assistant|>",
        "<image_placeholder>", "<end_of_image>",
    ];

    // What the published Janus cuts words by, as far as the world's texts need it.
    private static readonly string[] JanusWords = [@"[\r\n]", @"\s?[A-Za-z]+", @"\s?[!-/:-~]+", @"\s+$"];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes <c>vocab.json</c>, <c>merges.txt</c> and <c>tokenizer_config.json</c>.</summary>
    /// <param name="folder">Where to; it must exist.</param>
    /// <returns>Number of tokens, the special ones included.</returns>
    public int WriteQwen(string folder)
    {
        Save(folder, "vocab.json", Vocabulary);
        AtomicFile.Write(
            Path.Combine(folder, "merges.txt"),
            "#version: 0.2\n" + string.Concat(Merges.Select(pair => $"{pair.Left} {pair.Right}\n")));
        var added = QwenTokens.Select((token, index) => (token, Id: Vocabulary.Count + index)).ToDictionary(
            entry => entry.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            entry => new
            {
                content = entry.token,
                    lstrip = false,
                    normalized = false,
                    rstrip = false,
                    single_word = false,
                    special = true,
            });
        Save(folder, "tokenizer_config.json", new
        {
            add_prefix_space = false,
            added_tokens_decoder = added,
            bos_token = (string?)null,
            eos_token = "<|endoftext|>",
            errors = "replace",
            pad_token = "<|endoftext|>",
            tokenizer_class = "Qwen2Tokenizer",
            unk_token = (string?)null,
        });
        return Vocabulary.Count + QwenTokens.Length;
    }

    /// <summary>Writes <c>tokenizer.json</c> and <c>tokenizer_config.json</c>.</summary>
    /// <inheritdoc cref="WriteQwen"/>
    public int WriteJanus(string folder)
    {
        var added = JanusTokens.Select((token, index) => new
        {
            id = Vocabulary.Count + index,
            content = token,
            single_word = false,
            lstrip = false,
            rstrip = false,
            normalized = false,
            special = true,
        });
        var cuts = JanusWords.Select(pattern => (object)new
        {
            type = "Split", pattern = new { Regex = pattern }, behavior = "Isolated", invert = false,
        });
        object[] steps = [.. cuts, new { type = "Digits", individual_digits = true }, Bytes(regex: false)];
        Save(folder, "tokenizer.json", new
        {
            version = "1.0",
            added_tokens = added,
            normalizer = (object?)null,
            pre_tokenizer = new { type = "Sequence", pretokenizers = steps },
            post_processor = (object?)null,
            decoder = Bytes(regex: true),
            model = new
            {
                type = "BPE", fuse_unk = false, vocab = Vocabulary,
                merges = Merges.Select(pair => $"{pair.Left} {pair.Right}"),
            },
        });
        Save(folder, "tokenizer_config.json", new
        {
            bos_token = JanusTokens[0],
            clean_up_tokenization_spaces = false,
            eos_token = JanusTokens[1],
            tokenizer_class = "LlamaTokenizer",
        });
        return Vocabulary.Count + JanusTokens.Length;

        static object Bytes(bool regex) => new
        {
            type = "ByteLevel", add_prefix_space = false, trim_offsets = true, use_regex = regex,
        };
    }

    private static void Save(string folder, string name, object content) =>
        AtomicFile.Write(Path.Combine(folder, name), JsonSerializer.Serialize(content, Json) + "\n");
}
