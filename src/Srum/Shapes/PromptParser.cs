namespace Srum.Shapes;

/// <summary>
/// Reads what a prompt requires from its words: those that <see cref="PromptSampler"/> writes, and others of the same
/// kind (adjectives in any order, "two red circles and a blue square"). So a prompt file needs the text alone.
/// </summary>
public static class PromptParser
{
    /// <summary>
    /// The prompt with its requirements; null where it is not of this world, or asks for more than four objects.
    /// </summary>
    /// <param name="text">The prompt; case and a full stop at the end do not matter.</param>
    /// <param name="category">Its category; null takes the one that the wording suggests.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    public static ScenePrompt? Parse(string text, PromptCategory? category = null, World? world = null)
    {
        world ??= World.Shipped;
        var rest = string.Join(
            ' ', text.ToLowerInvariant().TrimEnd(' ', '.').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Background? background = null;
        foreach (var candidate in Palette.Backgrounds)
        {
            var suffix = Words.On(candidate);
            if (rest.EndsWith(suffix, StringComparison.Ordinal))
            {
                (rest, background) = (rest[..^suffix.Length], candidate);
                break;
            }
        }

        var parsed = Enum.GetValues<RelationKind>()
            .SelectMany(kind => Words.Wordings(kind).Select(words => Related(rest, words, kind, world)))
            .FirstOrDefault(found => found is not null) ?? Listed(rest, world);
        if (parsed is not { } body || body.Objects.Length > Scene.Cells)
        {
            return null;
        }

        return new ScenePrompt(
            text, category ?? Guess(body), body.Objects, body.Relation, background, body.Plain + Words.On(background));
    }

    /// <summary>The prompt with its requirements.</summary>
    /// <param name="text">The prompt.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    /// <exception cref="SrumException">It is not of this world; the message says what is.</exception>
    public static ScenePrompt Require(string text, World? world = null) =>
        Parse(text, world: world) ?? throw new SrumException(
            $"“{text}” is not of the shapes world, so nothing can decide whether a picture of it is right. That world "
            + $"has {string.Join(", ", (world ?? World.Shipped).Shapes.Select(Words.Plural))} in the colours "
            + $"{string.Join(", ", (world ?? World.Shipped).Colours.Select(Words.Of))}, at most {Scene.Cells} at once: "
            + "“a red circle left of a blue square”, “three green crosses”, “a small yellow outline triangle”.");

    private static PromptCategory Guess(Body body) =>
        body.Riddle ? PromptCategory.Reasoning
        : body.Relation is not null
        ? body.Objects.Any(item => item.Fill is not null) ? PromptCategory.Complex : PromptCategory.Spatial
        : body.Objects.Distinct().Count() < body.Objects.Length ? PromptCategory.Numeracy
        : body.Objects.Length > 2 ? PromptCategory.Complex
        : body.Objects.Select(item => item.Colour).Distinct().Count() == body.Objects.Length ? PromptCategory.Color
        : body.Objects.Select(item => item.Shape).Distinct().Count() == body.Objects.Length ? PromptCategory.Shape
        : PromptCategory.Fill;

    private static Body? Related(string text, string words, RelationKind kind, World world)
    {
        var at = text.IndexOf($" {words} ", StringComparison.Ordinal);
        return at > 0
            && Item(text[..at], world) is { Objects.Length: 1 } subject
            && Item(text[(at + words.Length + 2)..], world) is { Objects.Length: 1 } other
            ? new Body(
                [.. subject.Objects, .. other.Objects], new Relation(0, kind, 1),
                $"{subject.Plain} {words} {other.Plain}", subject.Riddle || other.Riddle)
            : null;
    }

    private static Body? Listed(string text, World world)
    {
        var items = Words.Listed(text).Select(part => Item(part, world)).ToList();
        if (items.Any(item => item is null))
        {
            return null;
        }

        return new Body(
            [.. items.SelectMany(item => item!.Value.Objects)], null,
            Words.List([.. items.Select(item => item!.Value.Plain)]), items.Any(item => item!.Value.Riddle));
    }

    // "a red circle", "something red", "two circles", "exactly two circles", "one plus one circles", "a circle of the
    // colour of grass".
    private static Body? Item(string text, World world)
    {
        ObjectColour? answer = null;
        foreach (var (phrase, colour) in world.ColourRiddles)
        {
            var suffix = " of " + phrase;
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                (text, answer) = (text[..^suffix.Length], colour);
                break;
            }
        }

        var (count, rest, riddle) = Count(text);
        if (count == 0
            || Phrase(rest, plural: count > 1, world) is not { } required
            || (answer is not null && required.Colour is not null))
        {
            return null;
        }

        required = required with { Colour = answer ?? required.Colour };
        var plain = count > 1 ? $"{Words.Numbers[count]} {Words.Phrase(required, plural: true)}" : Words.One(required);
        return new Body([.. Enumerable.Repeat(required, count)], null, plain, riddle || answer is not null);
    }

    private static (int Count, string What, bool Riddle) Count(string text)
    {
        foreach (var (phrase, count) in Riddles.Counts)
        {
            if (text.StartsWith(phrase + " ", StringComparison.Ordinal))
            {
                return (count, text[(phrase.Length + 1)..], true);
            }
        }

        if (text == Words.Something || text.StartsWith(Words.Something + " ", StringComparison.Ordinal))
        {
            return (1, $"{text[Words.Something.Length..]} {Words.Thing}".TrimStart(), false);
        }

        var plain = text.StartsWith("exactly ", StringComparison.Ordinal) ? text["exactly ".Length..] : text;
        var (first, rest) = (plain.Split(' ')[0], plain[(plain.IndexOf(' ') + 1)..]);
        return (first is "a" or "an" ? 1 : Math.Max(0, Array.IndexOf(Words.Numbers, first)), rest, false);
    }

    private static ObjectRequirement? Phrase(string text, bool plural, World world)
    {
        var words = text.Split(' ');
        var shapes = world.Shapes.Where(shape => words[^1] == (plural ? Words.Plural(shape) : Words.Of(shape)))
            .ToList();
        if (shapes.Count == 0 && !(world.Open > 0 && words[^1] == Words.Thing + (plural ? "s" : "")))
        {
            return null;
        }

        var required = new ObjectRequirement(shapes.Count == 0 ? null : shapes[0]);
        foreach (var word in words[..^1])
        {
            if (Named<ObjectColour>(word) is { } colour && world.Colours.Contains(colour) && required.Colour is null)
            {
                required = required with { Colour = colour };
            }
            else if (Named<ObjectFill>(word) is { } fill && required.Fill is null)
            {
                required = required with { Fill = fill };
            }
            else if (Named<ObjectSize>(word) is { } size && required.Size is null)
            {
                required = required with { Size = size };
            }
            else
            {
                return null;
            }
        }

        return required;
    }

    private static T? Named<T>(string word)
        where T : struct, Enum =>
            word.All(char.IsLetter) && Enum.TryParse<T>(word, ignoreCase: true, out var value) ? value : null;

    private readonly record struct Body(ObjectRequirement[] Objects, Relation? Relation, string Plain, bool Riddle);
}
