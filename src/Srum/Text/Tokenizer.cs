using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Srum.Text;

/// <summary>
/// A byte-level BPE with added tokens, which are cut out first (the longest at the leftmost place); the rest is cut
/// into words, whose bytes are joined by rank. BAGEL's is Qwen2's, with form C before; Janus' is described by its
/// <c>tokenizer.json</c>. May be used from several threads.
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
    private readonly Dictionary<string, int> ids;
    private readonly HashSet<int> special;
    private readonly Func<string, string> normalise;
    private readonly WordCut cut;
    private readonly ConcurrentDictionary<string, int[]> words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> wordsBySpan;

    private Tokenizer(
        Dictionary<string, int> vocabulary, IReadOnlyList<string> merges, IReadOnlyList<AddedToken> tokens,
        Func<string, string> normalise, WordCut cut)
    {
        (AddedTokens, this.normalise, this.cut) = (tokens, normalise, cut);
        pairs = BpeTokenizer.Create(new BpeOptions(vocabulary) { Merges = merges, ByteLevel = true });
        added = [.. tokens.OrderByDescending(token => token.Text.Length)];
        addedBeginnings = SearchValues.Create([.. added.Select(token => token.Text[0]).Distinct()]);
        ids = added.ToDictionary(token => token.Text, token => token.Id, StringComparer.Ordinal);
        special = [.. added.Where(token => token.IsSpecial).Select(token => token.Id)];
        foreach (var (token, id) in vocabulary)
        {
            bytes[id] = ByteSymbols.ToBytes(token);
        }

        foreach (var token in added)
        {
            bytes[token.Id] = Encoding.UTF8.GetBytes(token.Text);
        }

        wordsBySpan = words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>
    /// The lengths of the words of a text without added tokens, one after the other, in UTF-16 units.
    /// </summary>
    internal delegate IEnumerable<int> WordCut(string text);

    /// <summary>The id of <c>&lt;|im_start|&gt;</c>, which begins a text.</summary>
    public int StartId => IdOf(TokenizerFiles.Start);

    /// <summary>The id of <c>&lt;|im_end|&gt;</c>, which ends a text.</summary>
    public int EndId => IdOf(TokenizerFiles.End);

    /// <summary>The id of <c>&lt;|vision_start|&gt;</c>, which stands before a picture.</summary>
    public int VisionStartId => IdOf(TokenizerFiles.VisionStart);

    /// <summary>The id of <c>&lt;|vision_end|&gt;</c>, which stands behind a picture.</summary>
    public int VisionEndId => IdOf(TokenizerFiles.VisionEnd);

    /// <summary>
    /// The highest id that a token has, the added ones included. A model's embedding may have more rows.
    /// </summary>
    public int HighestId => bytes.Keys.Max();

    /// <summary>The added tokens in the order of their ids.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; }

    /// <summary>Opens the tokenizer of a model folder.</summary>
    /// <param name="folder">
    /// Holds <c>vocab.json</c>, <c>merges.txt</c> and usually <c>tokenizer_config.json</c>.
    /// </param>
    /// <exception cref="SrumException">A file is missing or unsound.</exception>
    public static Tokenizer Open(string folder)
    {
        var files = new TokenizerFiles(folder);
        return new(files.Vocabulary, files.Merges, files.Added, CanonicalComposition.Apply, WordSplitter.Lengths);
    }

    /// <summary>Opens a tokenizer that is described by one file, <c>tokenizer.json</c>.</summary>
    /// <param name="folder">Holds the file.</param>
    /// <exception cref="SrumException">
    /// It is missing, unsound, or asks for steps that are not known here; each is named.
    /// </exception>
    public static Tokenizer OpenJson(string folder)
    {
        var file = TokenizerJson.Read(folder);
        return new(file.Vocabulary, file.Merges, file.Added, text => text, file.Words.Lengths);
    }

    /// <summary>The id of an added token.</summary>
    /// <param name="text">The token as it stands in the text.</param>
    /// <exception cref="SrumException">There is none.</exception>
    public int IdOf(string text) => ids.TryGetValue(text, out var id)
        ? id
        : throw new SrumException($"The tokenizer has no added token '{text}'. Fetch its files again.");

    /// <summary>The tokens of a text, without any before or behind it.</summary>
    /// <param name="text">Any text; a lone surrogate is read as U+FFFD.</param>
    public int[] Encode(string text)
    {
        var found = new List<int>(text.Length / 2);
        var rest = normalise(text).AsSpan();
        while (rest.Length > 0)
        {
            var (at, token) = NextAdded(rest);
            var plain = rest[..at].ToString();
            var start = 0;
            foreach (var length in cut(plain))
            {
                found.AddRange(Word(plain.AsSpan(start, length)));
                start += length;
            }

            if (token is null)
            {
                break;
            }

            found.Add(token.Id);
            rest = rest[(at + token.Text.Length)..];
        }

        return [.. found];
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
