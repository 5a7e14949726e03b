namespace Srum.Models.Janus;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">Who speaks; it is written as it is.</param>
/// <param name="Words">What is said; empty = the place where an answer is awaited.</param>
internal readonly record struct Message(string Role, string Words);

/// <summary>
/// How a conversation becomes one text: the authors' templates, by the names that <c>processor_config.json</c> uses.
/// </summary>
/// <param name="Name">Its name.</param>
internal sealed record ConversationFormat(string Name)
{
    /// <summary>The role of whoever asks.</summary>
    public const string User = "<|User|>";

    /// <summary>The role of the model.</summary>
    public const string Assistant = "<|Assistant|>";

    /// <summary>What stands behind every other message of the published format, the first among them.</summary>
    public const string Separator = "\n\n";

    /// <summary>What stands behind the others, the answers.</summary>
    public const string EndOfSentence = "<｜end▁of▁sentence｜>";

    /// <summary>
    /// The published text before a conversation about pictures. Before a picture prompt there is none.
    /// </summary>
    public const string SystemPrompt =
        "You are a helpful language and vision assistant. You are able to understand the visual content that the user "
        + "provides, and assist the user with a variety of tasks using natural language.";

    private const string ChosenByModel = "deepseek";

    /// <summary>The format of the published models.</summary>
    public static ConversationFormat Published { get; } = new(ChosenByModel);

    /// <summary>The text of a conversation, blanks at the ends of messages and of the whole taken off.</summary>
    /// <param name="system">A text before it; empty = none.</param>
    /// <param name="messages">The messages in turn.</param>
    /// <exception cref="SrumException">The format is not known, or has no place for a system text.</exception>
    public string Text(string system, IReadOnlyList<Message> messages)
    {
        Message[] said = [.. messages.Select(message => message with { Words = message.Words.Trim() })];
        var text = Name switch
        {
            // The two differ in the roles that they suggest, and roles are written as the messages have them.
            ChosenByModel or "deepseek_old" => Tagged(system.Trim(), said),
            "plain" => string.Concat(said.Select(message => message.Words)),
            "alignment" => string.Concat(said.Select(Aligned)),
            "llava_llama2" when system.Length == 0 => Instructed(said),
            "llava_llama2" =>
                throw new SrumException("The conversation format llava_llama2 is read without a system text alone."),
            _ => throw new SrumException(
                $"The conversation format '{Name}' is not known: deepseek, deepseek_old, plain, alignment and "
                + "llava_llama2 are."),
        };
        return text.Trim();
    }

    /// <summary>
    /// An answer without the blank that the format puts before words; a reply that is begun gets it back.
    /// </summary>
    public static string Bare(string answer) => answer.StartsWith(' ') ? answer[1..] : answer;

    // Separators alternate by position, whoever speaks.
    private static string Tagged(string system, Message[] messages) => (system.Length == 0 ? "" : system + Separator)
        + string.Concat(messages.Select((message, i) =>
            message.Words.Length == 0
                ? $"{message.Role}:"
                : $"{message.Role}: {message.Words}{(i % 2 == 0 ? Separator : EndOfSentence)}"));

    // A caption alone: what is asked gives way to the picture.
    private static string Aligned(Message message, int i) =>
        message.Words.Length == 0 ? "" : i % 2 == 0 ? "<image>\n" : message.Words;

    private static string Instructed(Message[] messages)
    {
        return "[INST] " + string.Concat(messages.Select((message, i) =>
            message.Words.Length == 0
                ? Tag(i)
                : i == 0 ? message.Words + " " : $"{Tag(i)} {message.Words}{(i % 2 == 0 ? " " : " </s><s>")}"));

        static string Tag(int i) => i % 2 == 0 ? "[INST]" : "[/INST]";
    }
}
