using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Srum.Text;

/// <summary>
/// Qwen2's byte-level BPE with added tokens, as BAGEL publishes it: form C, added tokens cut out (the longest at the
/// leftmost place), words by <see cref="WordSplitter"/>, bytes joined by rank. May be used from several threads.
/// </summary>
public sealed class Tokenizer
{
    // Prompts repeat their words; a bound keeps texts of random words from filling the memory.
    private const int MaxCachedWords = 1 << 16;
    private const int MaxCachedLength = 64;

    private readonly BpeTokenizer pairs;
    private readonly AddedToken[] added; // the longest first
    private readonly SearchValues<char> addedBeginnings;
    private readonly Dictionary<int, byte[]> bytes = [];
    private readonly HashSet<int> special;
    private readonly ConcurrentDictionary<string, int[]> words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> wordsBySpan;

    private Tokenizer(string folder)
    {
        Files = new TokenizerFiles(folder);
        pairs = BpeTokenizer.Create(new BpeOptions(Files.Vocabulary) { Merges = Files.Merges, ByteLevel = true });
        added = [.. Files.Added.OrderByDescending(token => token.Text.Length)];
        addedBeginnings = SearchValues.Create([.. added.Select(token => token.Text[0]).Distinct()]);
        special = [.. added.Where(token => token.IsSpecial).Select(token => token.Id)];
        foreach (var (token, id) in Files.Vocabulary)
        {
            bytes[id] = ByteSymbols.ToBytes(token);
        }

        foreach (var token in added)
        {
            bytes[token.Id] = Encoding.UTF8.GetBytes(token.Text);
        }

        wordsBySpan = words.GetAlternateLookup<ReadOnlySpan<char>>();
        (StartId, EndId) = (IdOf(TokenizerFiles.Start), IdOf(TokenizerFiles.End));
        (VisionStartId, VisionEndId) = (IdOf(TokenizerFiles.VisionStart), IdOf(TokenizerFiles.VisionEnd));
    }

    /// <summary>The id of <c>&lt;|im_start|&gt;</c>, which begins a text.</summary>
    public int StartId { get; }

    /// <summary>The id of <c>&lt;|im_end|&gt;</c>, which ends a text.</summary>
    public int EndId { get; }

    /// <summary>The id of <c>&lt;|vision_start|&gt;</c>, which stands before a picture.</summary>
    public int VisionStartId { get; }

    /// <summary>The id of <c>&lt;|vision_end|&gt;</c>, which stands behind a picture.</summary>
    public int VisionEndId { get; }

    /// <summary>How many tokens there are, the added ones included. A model's embedding may have more rows.</summary>
    public int Count => bytes.Count;

    /// <summary>The highest id that a token has.</summary>
    public int HighestId => bytes.Keys.Max();

    /// <summary>The added tokens in the order of their ids.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => Files.Added;

    internal TokenizerFiles Files { get; }

    /// <summary>Opens the tokenizer of a model folder.</summary>
    /// <param name="folder">Holds <c>vocab.json</c>, <c>merges.txt</c> and usually <c>tokenizer_config.json</c>.</param>
    /// <exception cref="SrumException">A file is missing or unsound.</exception>
    public static Tokenizer Open(string folder) => new(folder);

    /// <summary>The tokens of a text, without any before or behind it.</summary>
    /// <param name="text">Any text; a lone surrogate is read as U+FFFD.</param>
    public int[] Encode(string text)
    {
        var ids = new List<int>(text.Length / 2);
        var rest = CanonicalComposition.Apply(text).AsSpan();
        while (rest.Length > 0)
        {
            var (at, token) = NextAdded(rest);
            for (var plain = rest[..at]; plain.Length > 0;)
            {
                var length = WordSplitter.First(plain);
                ids.AddRange(Word(plain[..length]));
                plain = plain[length..];
            }

            if (token is null)
            {
                break;
            }

            ids.Add(token.Id);
            rest = rest[(at + token.Text.Length)..];
        }

        return [.. ids];
    }

    /// <summary>
    /// The text of tokens. Bytes that are no UTF-8 become U+FFFD, one for each maximal broken piece; so does an id
    /// without a token (a model's embedding has rows that no token uses).
    /// </summary>
    /// <param name="ids">Ids.</param>
    /// <param name="skipSpecial">Leaves special tokens out; false by default.</param>
    public string Decode(IEnumerable<int> ids, bool skipSpecial = false)
    {
        using var text = new MemoryStream();
        foreach (var id in ids.Where(id => !skipSpecial || !special.Contains(id)))
        {
            text.Write(bytes.TryGetValue(id, out var token) ? token : "\uFFFD"u8);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private int IdOf(string text) => added.First(token => token.Text == text).Id;

    private (int At, AddedToken? Token) NextAdded(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at..].IndexOfAny(addedBeginnings) is not (>= 0 and var further))
            {
                break;
            }

            at += further;
            foreach (var token in added)
            {
                if (text[at..].StartsWith(token.Text, StringComparison.Ordinal))
                {
                    return (at, token);
                }
            }
        }

        return (text.Length, null);
    }

    private int[] Word(ReadOnlySpan<char> word)
    {
        if (wordsBySpan.TryGetValue(word, out var known))
        {
            return known;
        }

        int[] ids = [.. pairs.EncodeToIds(word, considerPreTokenization: false, considerNormalization: false)];
        if (word.Length <= MaxCachedLength && words.Count < MaxCachedWords)
        {
            words.TryAdd(word.ToString(), ids);
        }

        return ids;
    }
}
