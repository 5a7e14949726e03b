using System.Text.Json;
using Srum.Tests.Fixtures;
using Srum.Text;

namespace Srum.Tests.Text;

/// <summary>Ids and texts, compared with the authors' tokenizer; everything exactly.</summary>
[Trait("Category", "Fixtures")]
public sealed class TokenizerFixtureTests
{
    private const string Area = "tokenizer";

    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases(Area);

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => FixtureCheck.Run(Area, name, (it, check) =>
    {
        var folder = it.Path(it["folder"].GetString()!);
        var (files, tokenizer) = (new TokenizerFiles(folder), Tokenizer.Open(folder));
        check.Json("vocabulary", files.Vocabulary.Count);
        check.Json("merges", files.Merges.Count);
        check.Json("tokens_added_by_loader", files.AddedByLoader);
        check.Json("added_tokens", tokenizer.AddedTokens
            .Select(token => new { token = token.Text, id = token.Id, special = token.IsSpecial }));
        check.Json("special_ids", new
        {
            bos_token_id = tokenizer.StartId,
            eos_token_id = tokenizer.EndId,
            start_of_image = tokenizer.VisionStartId,
            end_of_image = tokenizer.VisionEndId,
        });
        check.Json("strings", it["strings"].EnumerateArray().Select(entry => entry.GetProperty("text").GetString()!)
            .Select(text => (Text: text, Ids: tokenizer.Encode(text)))
            .Select(coded => new { text = coded.Text, ids = coded.Ids, decoded = tokenizer.Decode(coded.Ids) }));
        check.Json("decode_only", it["decode_only"].EnumerateArray().Select(entry => Ids(entry.GetProperty("ids")))
            .Select(ids => new
            {
                ids,
                decoded = tokenizer.Decode(ids),
                decoded_without_special = tokenizer.Decode(ids, skipSpecial: true),
            }));
    });

    private static int[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];
}
