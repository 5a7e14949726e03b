using Srum.Text;

namespace Srum.Models.Janus;

/// <summary>Prompts as the tokens that the decoder reads.</summary>
internal sealed class PromptTokens
{
    private readonly Tokenizer tokenizer;
    private readonly ConversationFormat format;
    private readonly int pictureTokens;

    public PromptTokens(JanusConfig config, string folder)
    {
        (tokenizer, format, pictureTokens) = (
            Tokenizer.OpenJson(folder), new ConversationFormat(config.ConversationFormat), config.PictureTokens);
        (StartId, EndId, PadId) = (
            tokenizer.IdOf("<｜begin▁of▁sentence｜>"), tokenizer.IdOf(ConversationFormat.EndOfSentence),
            tokenizer.IdOf("<｜▁pad▁｜>"));
        (PictureId, PictureStartId, PictureEndId) = (
            tokenizer.IdOf(Placeholder), tokenizer.IdOf(PictureStart), tokenizer.IdOf("<end_of_image>"));
        if (tokenizer.HighestId >= config.Language.VocabularySize)
        {
            throw new SrumException(
                $"The tokenizer in {folder} has ids up to {tokenizer.HighestId}, and the decoder has "
                + $"{config.Language.VocabularySize} rows. Fetch the config files again.");
        }
    }

    /// <summary>Where a picture stands in a text.</summary>
    public const string Placeholder = "<image_placeholder>";

    private const string PictureStart = "<begin_of_image>";

    /// <summary>The id that begins a text.</summary>
    public int StartId { get; }

    /// <summary>The id that ends an answer.</summary>
    public int EndId { get; }

    /// <summary>The id that fills the prompt of a picture drawn without its words.</summary>
    public int PadId { get; }

    /// <summary>The id in whose places a picture's rows stand.</summary>
    public int PictureId { get; }

    /// <summary>The id before a picture.</summary>
    public int PictureStartId { get; }

    /// <summary>The id behind a picture that is looked at.</summary>
    public int PictureEndId { get; }

    /// <summary>The tokens of a text that begins.</summary>
    public int[] Encode(string text) => [StartId, .. tokenizer.Encode(text)];

    /// <summary>The tokens of a text that goes on.</summary>
    public int[] Continue(string text) => tokenizer.Encode(text);

    /// <summary>The text of an answer, without special tokens.</summary>
    public string Decode(IEnumerable<int> ids) => tokenizer.Decode(ids, skipSpecial: true);

    /// <summary>How many rows so many pictures take.</summary>
    public int RowsOf(int pictures) => pictures * pictureTokens;

    /// <summary>
    /// The tokens with each placeholder replaced by the frame of a picture and a place for each of its rows.
    /// </summary>
    /// <param name="ids">Tokens.</param>
    /// <param name="keep">
    /// Also leave the placeholder before the frame, as no published model has it: for tests against the authors' files.
    /// </param>
    public int[] WithPlaces(IEnumerable<int> ids, bool keep = false)
    {
        var places = Enumerable.Repeat(PictureId, pictureTokens);
        return
        [
            .. ids.SelectMany(id => id != PictureId
                ? [id]
                : (IEnumerable<int>)[.. keep ? [id] : (int[])[], PictureStartId, .. places, PictureEndId]),
        ];
    }

    /// <summary>The text that a picture is drawn from.</summary>
    public string DrawingText(string prompt) =>
        format.Text("", [new(ConversationFormat.User, prompt), new(ConversationFormat.Assistant, "")]) + PictureStart;

    /// <summary>The tokens that a picture is drawn from.</summary>
    public int[] ToDraw(string prompt) => Encode(DrawingText(prompt));

    /// <summary>
    /// The same without its words: as many pad tokens, which are seen like any other. So even without words a picture
    /// knows how long its prompt was.
    /// </summary>
    public int[] WithoutWords(IReadOnlyList<int> ids) => [ids[0], .. Enumerable.Repeat(PadId, ids.Count - 2), ids[^1]];

    /// <summary>
    /// The tokens of a question: system text, pictures, words, and where the answer begins with given words, those.
    /// </summary>
    public int[] ToAnswer(Question question) => ToAnswer(
        question.Pictures.Count, question.Text, question.System ?? ConversationFormat.SystemPrompt,
        question.ReplyPrefix);

    /// <inheritdoc cref="ToAnswer(Question)"/>
    public int[] ToAnswer(int pictures, string asked, string system, string replyPrefix)
    {
        var words = string.Concat(Enumerable.Repeat(Placeholder + "\n", pictures)) + asked;
        var text = format.Text(
            system, [new(ConversationFormat.User, words), new(ConversationFormat.Assistant, "")]);
        // As in the published format, a blank stands before an answer.
        return WithPlaces(Encode(replyPrefix.Length == 0 ? text : $"{text} {replyPrefix}"));
    }
}
