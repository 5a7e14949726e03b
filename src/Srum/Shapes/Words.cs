namespace Srum.Shapes;

/// <summary>The world's words.</summary>
internal static class Words
{
    public static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five", "six"];

    private const string Comma = ", ";
    private const string And = " and ";

    public static string Of(ObjectShape shape) => Lower(shape);

    public static string Of(ObjectColour colour) => Lower(colour);

    public static string Of(ObjectFill fill) => Lower(fill);

    public static string Of(ObjectSize size) => Lower(size);

    public static string Of(Background background) => Lower(background);

    public static string Of(RelationKind kind) => Lower(kind);

    public static string Of(PromptCategory category) => Lower(category);

    /// <summary>What an object is called whose shape is not stated.</summary>
    public const string Thing = "thing";

    /// <summary>One object whose shape is not stated.</summary>
    public const string Something = "some" + Thing;

    public static string Plural(ObjectShape shape) => shape == ObjectShape.Cross ? "crosses" : Of(shape) + "s";

    public static string WithArticle(string phrase) => ("aeiou".Contains(phrase[0]) ? "an " : "a ") + phrase;

    /// <summary>The stated attributes in the order size, colour, fill, shape.</summary>
    public static string Phrase(ObjectRequirement required, bool plural = false) =>
        string.Join(' ', ((string?[])
        [
            required.Size is { } size ? Of(size) : null,
            required.Colour is { } colour ? Of(colour) : null,
            required.Fill is { } fill ? Of(fill) : null,
            required.Shape is not { } shape ? plural ? Thing + "s" : Thing : plural ? Plural(shape) : Of(shape),
        ]).Where(word => word is not null));

    /// <summary>One object as a prompt names it: "a red circle", or "something red" where the shape is open.</summary>
    public static string One(ObjectRequirement required) =>
        required.Shape is not null
            ? WithArticle(Phrase(required))
            : $"{Something} {Phrase(required)[..^Thing.Length]}".TrimEnd();

    /// <summary>All attributes of an object in the same order.</summary>
    public static string Phrase(SceneObject item) =>
        $"{Of(item.Size)} {Of(item.Colour)} {Of(item.Fill)} {Of(item.Shape)}";

    /// <summary>An object as the judge names it: its colour and shape.</summary>
    public static string Name(SceneObject item) => $"{Of(item.Colour)} {Of(item.Shape)}";

    /// <summary>Where a cell lies, row first, in the words of relations.</summary>
    public static string Place(int cell) =>
        $"{Of(cell < 2 ? RelationKind.Above : RelationKind.Below)} "
            + $"{Of(cell % 2 == 0 ? RelationKind.Left : RelationKind.Right)}";

    /// <summary>The phrases of a prompt that asks for several kinds: "a, b and c".</summary>
    /// <param name="phrases">At least one.</param>
    public static string List(IReadOnlyList<string> phrases) =>
        phrases.Count == 1 ? phrases[0] : string.Join(Comma, phrases.SkipLast(1)) + And + phrases[^1];

    /// <summary>The phrases of such a list; a text without an "and" is one.</summary>
    public static string[] Listed(string text)
    {
        var last = text.LastIndexOf(And, StringComparison.Ordinal);
        return last < 0 ? [text] : [.. text[..last].Split(Comma), text[(last + And.Length)..]];
    }

    /// <summary>How prompts say a relation; the order decides what a random pick says.</summary>
    public static IReadOnlyList<string> Wordings(RelationKind kind) => kind switch
    {
        RelationKind.Left => ["left of", "to the left of"],
        RelationKind.Right => ["right of", "to the right of"],
        RelationKind.Above => ["above", "over"],
        _ => ["below", "under"],
    };

    /// <summary>How a prompt ends that states its background; empty where it states none.</summary>
    public static string On(Background? background) =>
        background is { } stated ? $" on a {Of(stated)} background" : "";

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
