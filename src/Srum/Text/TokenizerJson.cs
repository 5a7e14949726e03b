using System.Text.Json;
using Srum.Files;

namespace Srum.Text;

/// <summary>
/// A <c>tokenizer.json</c>, read and checked: a byte-level BPE, its added tokens, and the steps that cut text into
/// words. What the file asks for beyond that is refused by name, so that no text gets other tokens unnoticed.
/// </summary>
/// <param name="Vocabulary">Token → id of the plain vocabulary.</param>
/// <param name="Merges">Pairs to join, the most urgent first, as "left right".</param>
/// <param name="Added">Tokens cut out of the text, in the order of their ids.</param>
/// <param name="Words">Cuts the rest into words.</param>
internal sealed record TokenizerJson(
    Dictionary<string, int> Vocabulary, IReadOnlyList<string> Merges, IReadOnlyList<AddedToken> Added, WordSteps Words)
{
    private const string File = "tokenizer.json";

    /// <summary>Reads the file of a folder.</summary>
    /// <exception cref="SrumException">It is missing, unsound, or asks for what is not known here.</exception>
    public static TokenizerJson Read(string folder)
    {
        var path = Path.Combine(folder, File);
        try
        {
            return Of(JsonFile.Read(path, "The tokenizer needs it: complete the download or the export."));
        }
        catch (Exception failure) when (failure is FormatException or InvalidOperationException
            or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw new SrumException(
                $"'{path}' is no tokenizer that can be used: {failure.Message}. Fetch or export it again.", failure);
        }
    }

    private static TokenizerJson Of(JsonElement file)
    {
        var model = file.GetProperty("model");
        Require(Type(model) == "BPE", "its model is not BPE");
        Require(!IsSet(model, "unk_token") && !IsSet(model, "dropout"), "its model has an unknown token or dropout");
        Require(!IsSet(model, "ignore_merges"), "its model ignores merges");
        Require(
            !IsSet(model, "continuing_subword_prefix") && !IsSet(model, "end_of_word_suffix"),
            "its model marks parts of words");
        Require(IsEmptySequence(file, "normalizer", "normalizers"), "it normalises texts");
        var words = model.GetProperty("vocab").EnumerateObject();
        var vocabulary = words.ToDictionary(line => line.Name, line => line.Value.GetInt32());
        var texts = vocabulary.ToDictionary(token => token.Value, token => token.Key);
        var tokens = file.GetProperty("added_tokens").EnumerateArray().Select(Token);
        AddedToken[] added = [.. tokens.OrderBy(token => token.Id)];
        Require(added.Select(token => token.Id).Distinct().Count() == added.Length, "two added tokens have one id");
        Require(added.Select(token => token.Text).Distinct().Count() == added.Length, "an added token stands twice");
        Require(texts.Keys.Concat(added.Select(token => token.Id)).All(id => id >= 0), "an id is below 0");
        Require(
            added.All(token => !texts.TryGetValue(token.Id, out var text) || text == token.Text),
            "an added token has the id of another token");
        ByteSymbols.Require(vocabulary);
        string[] merges = [.. model.GetProperty("merges").EnumerateArray().Select(Merge)];
        return new TokenizerJson(vocabulary, merges, added, Steps(file));

        string Merge(JsonElement line)
        {
            string[] parts = line.ValueKind == JsonValueKind.Array
                ? [.. line.EnumerateArray().Select(part => Text(part, "a merge"))]
                : Text(line, "a merge").Split(' ');
            Require(
                parts.Length == 2 && vocabulary.ContainsKey(parts[0] + parts[1]) && parts.All(vocabulary.ContainsKey),
                $"the merge '{string.Join(' ', parts)}' does not join two tokens of the vocabulary to a third");
            return $"{parts[0]} {parts[1]}";
        }
    }

    private static AddedToken Token(JsonElement token)
    {
        var text = token.GetProperty("content").GetString();
        Require(!string.IsNullOrEmpty(text), "an added token is empty");
        foreach (var flag in (string[])["single_word", "lstrip", "rstrip"])
        {
            Require(!IsSet(token, flag), $"the added token '{text}' has the flag {flag}");
        }

        return new AddedToken(text!, token.GetProperty("id").GetInt32(), IsSet(token, "special"));
    }

    private static WordSteps Steps(JsonElement file)
    {
        var cut = file.GetProperty("pre_tokenizer");
        var steps = Type(cut) == "Sequence" ? [.. cut.GetProperty("pretokenizers").EnumerateArray()] : new[] { cut };
        Require(steps.Length > 0 && Type(steps[^1]) == "ByteLevel", "its last step is not byte-level");
        Require(
            !IsSet(steps[^1], "use_regex") && !IsSet(steps[^1], "add_prefix_space"),
            "its byte-level step cuts words or adds a blank");
        return new WordSteps([.. steps.SkipLast(1).Select(Step)]);
    }

    private static WordSteps.NextPiece Step(JsonElement step)
    {
        if (Type(step) == "Digits" && IsSet(step, "individual_digits"))
        {
            return WordSteps.NextNumber;
        }

        Require(
            Type(step) == "Split" && step.GetProperty("behavior").GetString() == "Isolated" && !IsSet(step, "invert"),
            $"its step {Type(step)} is not known");
        return CodePointPattern.Parse(Text(step.GetProperty("pattern").GetProperty("Regex"), "a pattern")).Next;
    }

    private static string Text(JsonElement value, string what) =>
        value.GetString() ?? throw new FormatException($"{what} is null");

    private static bool IsEmptySequence(JsonElement file, string name, string list) =>
        !file.TryGetProperty(name, out var found) || found.ValueKind == JsonValueKind.Null
        || (Type(found) == "Sequence" && found.GetProperty(list).GetArrayLength() == 0);

    private static string? Type(JsonElement part) => part.GetProperty("type").GetString();

    // Neither absent, null, false nor empty.
    private static bool IsSet(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)
        && !(value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FormatException(otherwise);
        }
    }
}
