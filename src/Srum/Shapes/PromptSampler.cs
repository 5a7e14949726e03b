namespace Srum.Shapes;

/// <summary>Writes prompts of a category, from a few templates each.</summary>
public static class PromptSampler
{
    /// <summary>The most words that a prompt has.</summary>
    public const int MostWords = 14;

    private static readonly ObjectShape[] Shapes = [ObjectShape.Circle, ObjectShape.Square, ObjectShape.Triangle, ObjectShape.Cross];
    private static readonly ObjectFill[] Fills = [ObjectFill.Solid, ObjectFill.Outline];
    private static readonly RelationKind[] Relations = [RelationKind.Left, RelationKind.Right, RelationKind.Above, RelationKind.Below];

    /// <summary>A prompt of the given category and split.</summary>
    public static ScenePrompt Next(SeededRandom random, PromptCategory category, PromptSplit split = PromptSplit.Seen)
    {
        while (true)
        {
            var prompt = Any(random, category);
            if (Combinations.SplitOf(prompt) == split)
            {
                return prompt;
            }
        }
    }

    /// <summary>A prompt of the given category, whatever it combines: for what is read and judged, never for what is drawn.</summary>
    internal static ScenePrompt Any(SeededRandom random, PromptCategory category)
    {
        while (true)
        {
            var prompt = Draft(random, category);
            if (prompt.Text.Count(character => character == ' ') < MostWords)
            {
                return prompt;
            }
        }
    }

    private static ScenePrompt Draft(SeededRandom random, PromptCategory category) => category switch
    {
        PromptCategory.Color => List(random, category, Vary(random, random.Chance(0.3) ? 1 : 2, colour: true)),
        PromptCategory.Shape => List(random, category, Vary(random, random.Chance(0.3) ? 1 : 2, shape: true)),
        PromptCategory.Fill => List(random, category, Vary(random, random.Chance(0.3) ? 1 : 2, fill: true)),
        PromptCategory.Spatial => Related(random, category, Full(random) with { Fill = null }, Full(random) with { Fill = null }),
        PromptCategory.Numeracy => Counted(random, category, Full(random) with { Fill = null }, 2 + random.Below(3), null),
        PromptCategory.Complex => random.Chance(0.5)
            ? Related(random, category, Full(random), Full(random))
            : List(random, category, Three(random)),
        _ => random.Chance(0.5) ? ColourRiddle(random) : CountRiddle(random),
    };

    private static ObjectRequirement Full(SeededRandom random) => new(random.Pick(Shapes), random.Pick(Palette.Colours), random.Pick(Fills));

    private static ObjectRequirement[] Three(SeededRandom random)
    {
        var objects = new HashSet<ObjectRequirement>();
        while (objects.Count < 3)
        {
            objects.Add(Full(random));
        }

        return [.. objects];
    }

    // Objects that differ in one attribute alone: the one that the category is about.
    private static ObjectRequirement[] Vary(SeededRandom random, int count, bool colour = false, bool shape = false, bool fill = false)
    {
        var first = Full(random);
        if (count == 1)
        {
            return [first];
        }

        var second = first with
        {
            Colour = colour ? random.Pick([.. Palette.Colours.Where(other => other != first.Colour)]) : first.Colour,
            Shape = shape ? random.Pick([.. Shapes.Where(other => other != first.Shape)]) : first.Shape,
            Fill = fill ? (ObjectFill)(1 - (int)first.Fill!.Value) : first.Fill,
        };
        return [first, second];
    }

    private static ScenePrompt List(SeededRandom random, PromptCategory category, ObjectRequirement[] objects)
    {
        objects = WithSizes(random, objects);
        var phrases = objects.Select(item => Words.WithArticle(Words.Phrase(item))).ToArray();
        var text = phrases.Length == 1 ? phrases[0] : string.Join(", ", phrases[..^1]) + " and " + phrases[^1];
        return Finish(random, category, objects, null, text, text);
    }

    private static ScenePrompt Related(SeededRandom random, PromptCategory category, ObjectRequirement subject, ObjectRequirement other)
    {
        while (other.Shape == subject.Shape && other.Colour == subject.Colour)
        {
            other = other with { Colour = random.Pick(Palette.Colours), Shape = random.Pick(Shapes) };
        }

        var kind = random.Pick(Relations);
        var words = kind switch
        {
            RelationKind.Left => random.Pick(["left of", "to the left of"]),
            RelationKind.Right => random.Pick(["right of", "to the right of"]),
            RelationKind.Above => random.Pick(["above", "over"]),
            _ => random.Pick(["below", "under"]),
        };
        var text = $"{Words.WithArticle(Words.Phrase(subject))} {words} {Words.WithArticle(Words.Phrase(other))}";
        return Finish(random, category, [subject, other], new Relation(0, kind, 1), text, text);
    }

    private static ScenePrompt Counted(SeededRandom random, PromptCategory category, ObjectRequirement kind, int count, string? riddle)
    {
        var phrase = Words.Phrase(kind, plural: true);
        var plain = $"{Words.Numbers[count]} {phrase}";
        var text = riddle is not null ? $"{riddle} {phrase}" : random.Chance(0.7) ? plain : $"exactly {plain}";
        return Finish(random, category, [.. Enumerable.Repeat(kind, count)], null, text, plain);
    }

    private static ScenePrompt ColourRiddle(SeededRandom random)
    {
        var (phrase, colour) = random.Pick(Riddles.Colours);
        ObjectRequirement[] objects = WithSizes(random, [Full(random) with { Colour = colour }]);
        var text = $"{Words.WithArticle(Words.Phrase(objects[0] with { Colour = null }))} of {phrase}";
        return Finish(random, PromptCategory.Reasoning, objects, null, text, Words.WithArticle(Words.Phrase(objects[0])));
    }

    private static ScenePrompt CountRiddle(SeededRandom random)
    {
        var (phrase, count) = random.Pick(Riddles.Counts);
        return Counted(random, PromptCategory.Reasoning, Full(random) with { Fill = null }, count, phrase);
    }

    private static ObjectRequirement[] WithSizes(SeededRandom random, ObjectRequirement[] objects) =>
        random.Chance(0.15)
            ? [.. objects.Select(item => item with { Size = random.Chance(0.5) ? ObjectSize.Small : ObjectSize.Big })]
            : objects;

    private static ScenePrompt Finish(
        SeededRandom random, PromptCategory category, ObjectRequirement[] objects, Relation? relation, string text, string resolved)
    {
        Background? background = random.Chance(0.2) ? random.Pick(Palette.Backgrounds) : null;
        var suffix = background is { } stated ? $" on a {Words.Of(stated)} background" : "";
        return new ScenePrompt(text + suffix, category, objects, relation, background, resolved + suffix);
    }
}
