using System.Globalization;
using System.Text.Json;

namespace Srum.Text;

/// <summary>
/// The three files of a published tokenizer, read and checked: <c>vocab.json</c>, <c>merges.txt</c> and
/// <c>tokenizer_config.json</c> (which may be absent), and the tokens that the published loader adds.
/// </summary>
internal sealed class TokenizerFiles
{
    // The published loader asks for these four, and adds those that the configuration does not call special.
    public const string Start = "<|im_start|>", End = "<|im_end|>", VisionStart = "<|vision_start|>", VisionEnd = "<|vision_end|>";

    private const string EndOfText = "<|endoftext|>";

    // In the order in which the tokenizer's base class adds them; the second is what an absent field means.
    private static readonly (string Field, string? Otherwise)[] SpecialFields =
    [
        ("bos_token", null), ("eos_token", EndOfText), ("unk_token", EndOfText), ("sep_token", null),
        ("pad_token", EndOfText), ("cls_token", null), ("mask_token", null),
    ];

    private readonly SortedDictionary<int, AddedToken> added = [];
    private readonly Dictionary<string, int> ids;

    public TokenizerFiles(string folder)
    {
        Vocabulary = Read(folder, "vocab.json", ReadVocabulary);
        Merges = Read(folder, "merges.txt", ReadMerges);
        ids = new Dictionary<string, int>(Vocabulary, StringComparer.Ordinal);
        var special = Read(folder, "tokenizer_config.json", ReadConfig, optional: true);
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
    }

    /// <summary>Token → id of the plain vocabulary.</summary>
    public Dictionary<string, int> Vocabulary { get; }

    /// <summary>Pairs to join, the most urgent first, as "left right".</summary>
    public IReadOnlyList<string> Merges { get; }

    /// <summary>Tokens cut out of the text, in the order of their ids.</summary>
    public IReadOnlyList<AddedToken> Added => [.. added.Values];

    /// <summary>How many of the four tokens were new.</summary>
    public int AddedByLoader { get; }

    private void Add(string text, bool isSpecial)
    {
        if (!ids.TryGetValue(text, out var id))
        {
            // As upstream counts; a vocabulary with holes would make that a taken id.
            id = ids.ContainsValue(ids.Count) ? ids.Values.Max() + 1 : ids.Count;
            ids.Add(text, id);
        }

        added[id] = new AddedToken(text, id, isSpecial);
    }

    private List<string> ReadConfig(string json)
    {
        using var document = JsonDocument.Parse(json);
        var config = document.RootElement;
        if (config.TryGetProperty("added_tokens_decoder", out var decoder))
        {
            foreach (var line in decoder.EnumerateObject())
            {
                var id = int.Parse(line.Name, NumberStyles.None, CultureInfo.InvariantCulture);
                var text = line.Value.GetProperty("content").GetString();
                if (string.IsNullOrEmpty(text) || (ids.TryGetValue(text, out var known) && known != id))
                {
                    throw new FormatException($"the added token {id} is empty or has another id already");
                }

                ids[text] = id;
                added[id] = new AddedToken(text, id, line.Value.TryGetProperty("special", out var special) && special.GetBoolean());
            }
        }

        if (ids.Values.Distinct().Count() != ids.Count)
        {
            throw new FormatException("an added token has the id of another token");
        }

        var names = SpecialFields.Select(f => config.TryGetProperty(f.Field, out var value) ? Text(value) : f.Otherwise).OfType<string>();
        return [.. names.Concat(config.TryGetProperty("additional_special_tokens", out var more) && more.ValueKind == JsonValueKind.Array
            ? more.EnumerateArray().Select(Text).OfType<string>()
            : []).Distinct(StringComparer.Ordinal)];

        static string? Text(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object => value.GetProperty("content").GetString(),
            _ => null,
        };
    }

    private static Dictionary<string, int> ReadVocabulary(string json)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        foreach (var line in document.RootElement.EnumerateObject())
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

        var absent = Enumerable.Range(0, 256).Where(value => !vocabulary.ContainsKey(ByteSymbols.Of((byte)value).ToString())).ToArray();
        return absent.Length == 0 ? vocabulary : throw new FormatException($"the symbol of byte {absent[0]} is missing");
    }

    private List<string> ReadMerges(string text)
    {
        var merges = new List<string>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim('\r', ' ', '\t');
            if (line.Length == 0 || (i == 0 && line.StartsWith("#version", StringComparison.Ordinal)))
            {
                continue;
            }

            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || !Vocabulary.ContainsKey(parts[0]) || !Vocabulary.ContainsKey(parts[1])
                || !Vocabulary.ContainsKey(parts[0] + parts[1]))
            {
                throw new FormatException($"line {i + 1} does not join two tokens of the vocabulary to a third: '{line}'");
            }

            merges.Add($"{parts[0]} {parts[1]}");
        }

        return merges;
    }

    private static T Read<T>(string folder, string file, Func<string, T> parse, bool optional = false)
    {
        var path = Path.Combine(folder, file);
        try
        {
            return parse(optional && !File.Exists(path) ? "{}" : File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException($"Cannot read the tokenizer's '{path}': {failure.Message} Complete the model folder.", failure);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException
            or KeyNotFoundException or OverflowException)
        {
            throw new SrumException($"'{path}' is no file of a byte-level tokenizer: {failure.Message}. Fetch or export it again.", failure);
        }
    }
}
