using System.Text.Json;
using Srum.Models.Janus;
using Srum.Tests.Fixtures;

namespace Srum.Tests.Models.Janus;

/// <summary>Templates, placeholders and tokens; everything exactly.</summary>
[Trait("Category", "Fixtures")]
public sealed class TextsFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => JanusFixture.Cases("texts");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => FixtureCheck.Run(JanusFixture.Area("texts"), name, (it, check) =>
    {
        var folder = JanusFixture.Folder(it["model"].GetString()!);
        var config = JanusConfig.Read(folder);
        var tokens = new PromptTokens(config, folder);
        check.Json("system_prompt", ConversationFormat.SystemPrompt);
        var template = it["template"];
        Assert.Equal(template.GetProperty("name").GetString(), config.ConversationFormat);
        Assert.Equal<string>(
            [ConversationFormat.User, ConversationFormat.Assistant], JanusFixture.Texts(template.GetProperty("roles")));
        Assert.Equal(ConversationFormat.Separator, template.GetProperty("sep").GetString());
        Assert.Equal(ConversationFormat.EndOfSentence, template.GetProperty("sep2").GetString());
        check.Json("special_ids", new
        {
            bos = tokens.StartId,
            eos = tokens.EndId,
            pad = tokens.PadId,
            image = tokens.PictureId,
            image_start = tokens.PictureStartId,
            image_end = tokens.PictureEndId,
        });
        var round = JanusFixture.Words(it["current_round"].GetString()!);
        check.Json("current_round", ConversationFormat.Published.Text(
            "", [new(ConversationFormat.User, round), new(ConversationFormat.Assistant, "")]));
        check.Json("image_prompts", Rows("image_prompts", row => row.GetProperty("words").GetString()!, words => new
        {
            words,
            text = tokens.DrawingText(words),
            ids = tokens.ToDraw(words),
        }));
        check.Json("templates", Rows("templates", row => row, row => new
        {
            @case = row.GetProperty("case"),
            sft_format = row.GetProperty("sft_format"),
            system_prompt = row.GetProperty("system_prompt"),
            conversation = row.GetProperty("conversation"),
            text = new ConversationFormat(row.GetProperty("sft_format").GetString()!).Text(
                row.GetProperty("system_prompt").GetString()!,
                [.. row.GetProperty("conversation").EnumerateArray().Select(message => new Message(
                    message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!))]),
        }));
        check.Json("placeholders", Rows("placeholders", row => row, row => new
        {
            text = row.GetProperty("text"),
            add_special_token = row.GetProperty("add_special_token"),
            num_image_tokens = config.PictureTokens,
            ids_before = tokens.Encode(row.GetProperty("text").GetString()!),
            ids = tokens.WithPlaces(
                tokens.Encode(row.GetProperty("text").GetString()!), row.GetProperty("add_special_token").GetBoolean()),
        }));
        var tokenizer = Srum.Text.Tokenizer.OpenJson(folder);
        check.Json("strings", Rows("strings", row => row.GetProperty("text").GetString()!, text => new
        {
            text,
            ids = tokens.Encode(text),
            decoded = tokenizer.Decode(tokens.Encode(text)),
            decoded_without_special = tokens.Decode(tokens.Encode(text)),
        }));
        check.Json("decode_only", Rows("decode_only", row => JanusFixture.Ids(row.GetProperty("ids")), ids => new
        {
            ids,
            decoded = tokenizer.Decode(ids),
            decoded_without_special = tokens.Decode(ids),
        }));

        IEnumerable<object> Rows<T>(string field, Func<JsonElement, T> read, Func<T, object> made) =>
            [.. it[field].EnumerateArray().Select(row => made(read(row)))];
    });
}
