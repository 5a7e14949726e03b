using System.Globalization;
using System.Text.Json;
using Srum.Files;

namespace Srum.Text;

/// <summary>
/// The files of a published tokenizer, read and checked: <c>vocab.json</c>, <c>merges.txt</c> and
/// <c>tokenizer_config.json</c>, and the tokens that the published loader adds. A <c>tokenizer.json</c> beside them,
/// which says the same once more, gives the added tokens where the configuration names none, and is held against the
/// others.
/// </summary>
internal sealed class TokenizerFiles
{
    // The published loader asks for these four, and adds those that the configuration does not call special.
    public const string Start = "<|im_start|>", End = "<|im_end|>", VisionStart = "<|vision_start|>", VisionEnd =
        "<|vision_end|>";

    private const string EndOfText = "<|endoftext|>";
    private const string Remedy = "Fetch or export it again.";

    // In the order in which the tokenizer's base class adds them; the second is what an absent field means.
    private static readonly (string Field, string? Otherwise)[] SpecialFields =
    [
        ("bos_token", null), ("eos_token", EndOfText), ("unk_token", EndOfText), ("sep_token", null),
        ("pad_token", EndOfText), ("cls_token", null), ("mask_token", null),
    ];

    // The same list under its older and its newer name.
    private static readonly string[] MoreSpecial = ["additional_special_tokens", "extra_special_tokens"];

    private readonly SortedDictionary<int, AddedToken> added = [];
    private readonly Dictionary<string, int> ids;

    public TokenizerFiles(string folder)
    {
        Vocabulary = Read(folder, "vocab.json", path => ReadVocabulary(JsonFile.Read(path, Remedy)));
        ids = new Dictionary<string, int>(Vocabulary, StringComparer.Ordinal);
        Merges = Read(folder, "merges.txt", path => ReadMerges(TextFile.Read(path)));
        var fast = !OptionalFile.IsThere(Path.Combine(folder, "tokenizer.json"))
            ? [] : Read(folder, "tokenizer.json", path => ReadFast(JsonFile.Read(path, Remedy)));
        Read(folder, "tokenizer_config.json", path => Add(JsonFile.Read(path, Remedy), fast));
        Read(folder, "merges.txt", _ => RequireMerges());
        Read(folder, "tokenizer.json", _ => RequireSame(fast));
    }

    /// <summary>Token → id of the plain vocabulary.</summary>
    public Dictionary<string, int> Vocabulary { get; }

    /// <summary>Pairs to join, the most urgent first, as "left right".</summary>
    public IReadOnlyList<string> Merges { get; }

    /// <summary>Tokens cut out of the text, in the order of their ids.</summary>
    public IReadOnlyList<AddedToken> Added => [.. added.Values];

    /// <summary>How many of the four tokens were new: for tests against the authors' files.</summary>
    public int AddedByLoader { get; private set; }

    // Those of the configuration first, then what the loader adds.
    private bool Add(JsonElement config, IReadOnlyList<AddedToken> fast)
    {
        Refuse(config);
        var listed = config.TryGetProperty("added_tokens_decoder", out var decoder)
            ? decoder.EnumerateObject().Select(
                line => Listed(int.Parse(line.Name, NumberStyles.None, CultureInfo.InvariantCulture), line.Value))
            : [];
        var own = listed.ToList();
        foreach (var token in own.Count > 0 ? own : fast)
        {
            if (ids.TryGetValue(token.Text, out var known) && known != token.Id)
            {
                throw new FormatException($"the added token '{token.Text}' has the id {token.Id}, and {known} already");
            }

            ids[token.Text] = token.Id;
            added[token.Id] = token;
        }

        if (ids.Values.Distinct().Count() != ids.Count)
        {
            throw new FormatException("an added token has the id of another token");
        }

        var special = Special(config);
        foreach (var text in special.Where(text => !added.Values.Any(token => token.Text == text)))
        {
            Add(text, isSpecial: true);
        }

        var before = ids.Count;
        foreach (var text in new[] { Start, End, VisionStart, VisionEnd }.Where(text => !special.Contains(text)))
        {
            Add(text, isSpecial: false);
        }

        AddedByLoader = ids.Count - before;
        return true;
    }

    // The loader counts the tokens to number a new one. Where ids are missing among them, the token it looks for was
    // one of these.
    private void Add(string text, bool isSpecial)
    {
        if (!ids.TryGetValue(text, out var id))
        {
            id = ids.Count;
            if (ids.Values.Max() >= id)
            {
                var used = ids.Values.ToHashSet();
                throw new FormatException(
                    $"no id is listed for the token '{text}', and "
                    + $"{Enumerable.Range(0, id).First(free => !used.Contains(free))} has no token: "
                    + "the file is cut short");
            }

            ids.Add(text, id);
        }

        added[id] = new AddedToken(text, id, isSpecial);
    }

    // What would cut or join words otherwise than published, and is not implemented.
    private static void Refuse(JsonElement config)
    {
        foreach (var field in (string[])["add_prefix_space", "clean_up_tokenization_spaces", "split_special_tokens"])
        {
            if (config.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True)
            {
                throw new FormatException($"\"{field}\" is true, which this tokenizer cannot do");
            }
        }

        if (config.TryGetProperty("tokenizer_class", out var kind) && kind.ValueKind != JsonValueKind.Null
            && kind.GetString() is not ("Qwen2Tokenizer" or "Qwen2TokenizerFast"))
        {
            throw new FormatException(
                $"\"tokenizer_class\" is {kind.GetRawText()}, and only Qwen2Tokenizer can be read");
        }
    }

    private static AddedToken Listed(int id, JsonElement token)
    {
        var text = token.GetProperty("content").GetString();
        if (string.IsNullOrEmpty(text))
        {
            throw new FormatException($"the added token {id} is empty");
        }

        return ((string[])["lstrip", "rstrip", "single_word"]).FirstOrDefault(Says) is { } way
            ? throw new FormatException(
                $"\"{way}\" of the added token '{text}' is true, which this tokenizer cannot do")
            : new AddedToken(text, id, Says("special"));

        bool Says(string field) => token.TryGetProperty(field, out var value) && value.GetBoolean();
    }

    private static string[] Special(JsonElement config)
    {
        var names = SpecialFields.Select(f => config.TryGetProperty(f.Field, out var value) ? Text(value) : f.Otherwise)
            .OfType<string>();
        var more = MoreSpecial.SelectMany(field => config.TryGetProperty(field, out var value) ? Items(value) : [])
            .Select(Text).OfType<string>();
        // An empty text is how some exporters say that there is no such token.
        return [.. names.Concat(more).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];

        static IEnumerable<JsonElement> Items(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray(),
            JsonValueKind.Object => value.EnumerateObject().Select(field => field.Value),
            _ => [],
        };

        static string? Text(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object => value.GetProperty("content").GetString(),
            _ => null,
        };
    }

    private static Dictionary<string, int> ReadVocabulary(JsonElement json)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in json.EnumerateObject())
        {
            if (!line.Value.TryGetInt32(out var id) || id < 0 || !vocabulary.TryAdd(line.Name, id))
            {
                throw new FormatException($"token '{line.Name}' stands twice or has no id");
            }
        }

        if (vocabulary.Values.Distinct().Count() != vocabulary.Count)
        {
            throw new FormatException("two tokens have one id");
        }

        ByteSymbols.Require(vocabulary);
        return vocabulary;
    }

    private List<string> ReadMerges(string text)
    {
        var merges = new List<string>();
        foreach (var (i, whole) in TextFile.Lines(text).Index())
        {
            var line = whole.Trim(' ', '\t');
            if (line.Length == 0 || (i == 0 && line.StartsWith("#version", StringComparison.Ordinal)))
            {
                continue;
            }

            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || !Vocabulary.ContainsKey(parts[0]) || !Vocabulary.ContainsKey(parts[1])
                || !Vocabulary.ContainsKey(parts[0] + parts[1]))
            {
                throw new FormatException(
                    $"line {i + 1} does not join two tokens of vocab.json to a third: '{line}'. One of the two files "
                    + "is another's, or cut short");
            }

            merges.Add($"{parts[0]} {parts[1]}");
        }

        return merges;
    }

    // Every token but the bytes' own and the added ones comes about by joining two.
    private bool RequireMerges()
    {
        var made = Merges.Select(pair => pair.Replace(" ", "", StringComparison.Ordinal)).ToHashSet(
            StringComparer.Ordinal);
        string[] unmade =
        [
            .. Vocabulary.Where(token =>
                token.Key.Length > 1 && !made.Contains(token.Key) && !added.ContainsKey(token.Value))
                .OrderBy(token => token.Value).Select(token => token.Key),
        ];
        return unmade.Length == 0 ? true : throw new FormatException(
            $"no line makes {unmade.Length} of the tokens of vocab.json, '{unmade[0]}' first: the file is cut short, "
            + "or belongs to another vocabulary");
    }

    private static List<AddedToken> ReadFast(JsonElement json) => !json.TryGetProperty("added_tokens", out var tokens)
        ? [] : [.. tokens.EnumerateArray().Select(token => Listed(token.GetProperty("id").GetInt32(), token))];

    private bool RequireSame(IReadOnlyList<AddedToken> fast) =>
        fast.FirstOrDefault(token => ids.GetValueOrDefault(token.Text, -1) != token.Id) is not { } other ? true
            : throw new FormatException(
            $"the added token '{other.Text}' has the id {other.Id} here, and "
            + $"{(ids.TryGetValue(other.Text, out var id) ? $"{id}" : "none")} by the other files");

    private static T Read<T>(string folder, string file, Func<string, T> parse)
    {
        var path = Path.Combine(folder, file);
        try
        {
            return parse(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var why = OptionalFile.WhyAbsent(path) ?? $"Cannot read '{path}': {failure.Message.TrimEnd('.')}";
            throw new SrumException($"{why}. The tokenizer needs it: complete the download or the export.", failure);
        }
        catch (Exception failure)
            when (failure is FormatException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            throw new SrumException($"'{path}' is no file of this tokenizer: {failure.Message}. {Remedy}", failure);
        }
    }
}
