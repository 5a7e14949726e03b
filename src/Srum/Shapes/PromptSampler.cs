namespace Srum.Shapes;

/// <summary>Writes prompts of a category, from a few templates each.</summary>
/// <param name="world">What they ask for.</param>
public sealed class PromptSampler(World world)
{
    /// <summary>The most words that a prompt has.</summary>
    public const int MostWords = 14;

    // Each attribute of a prompt that leaves some open.
    private const double OpenEach = 0.35;

    private static readonly ObjectFill[] Fills = [ObjectFill.Solid, ObjectFill.Outline];
    private static readonly RelationKind[] Relations =
        [RelationKind.Left, RelationKind.Right, RelationKind.Above, RelationKind.Below];

    /// <summary>A prompt of the given category and group.</summary>
    /// <param name="random">Decides it.</param>
    /// <param name="category">Its category.</param>
    /// <param name="group">What a model may have met of its combinations.</param>
    /// <param name="use">What its text, and with training what that means, is for.</param>
    /// <param name="open">
    /// Share of prompts that leave attributes open at random, in [0, 1]: they ask for "something red".
    /// </param>
    public ScenePrompt Next(
        SeededRandom random, PromptCategory category, CombinationGroup group = CombinationGroup.Drawn,
        PromptUse use = PromptUse.Training, double open = 0)
    {
        while (true)
        {
            var prompt = Any(random, category, use, open);
            if (Combinations.GroupOf(prompt, world) == group)
            {
                return prompt;
            }
        }
    }

    /// <summary>
    /// A prompt of the given category, whatever it combines: for what is read and judged, never for what is drawn.
    /// </summary>
    internal ScenePrompt Any(
        SeededRandom random, PromptCategory category, PromptUse use = PromptUse.Training, double open = 0)
    {
        while (true)
        {
            var prompt = Draft(random, category, open);
            if (prompt.Text.Count(character => character == ' ') < MostWords && world.Allows(prompt, use))
            {
                return prompt;
            }
        }
    }

    private ScenePrompt Draft(SeededRandom random, PromptCategory category, double open) => category switch
    {
        PromptCategory.Color => List(random, category, Vary(random, random.Chance(0.3) ? 1 : 2, colour: true), open),
        PromptCategory.Shape => List(random, category, Vary(random, random.Chance(0.3) ? 1 : 2, shape: true), open),
        PromptCategory.Fill => List(random, category, Vary(random, random.Chance(0.3) ? 1 : 2, fill: true), open),
        PromptCategory.Spatial =>
            Related(random, category, Full(random) with { Fill = null }, Full(random) with { Fill = null }, open),
        PromptCategory.Numeracy =>
            Counted(random, category, Full(random) with { Fill = null }, 2 + random.Below(3), null, open),
        PromptCategory.Complex => random.Chance(0.5)
            ? Related(random, category, Full(random), Full(random), open)
            : List(random, category, Three(random), open),
        _ => random.Chance(0.5) ? ColourRiddle(random, open) : CountRiddle(random, open),
    };

    private ObjectRequirement Full(SeededRandom random) => new(
        random.Pick(world.Shapes), random.Pick(world.Colours), random.Pick(Fills));

    private ObjectRequirement[] Three(SeededRandom random)
    {
        var objects = new HashSet<ObjectRequirement>();
        while (objects.Count < 3)
        {
            objects.Add(Full(random));
        }

        return [.. objects];
    }

    // Objects that differ in one attribute alone: the one that the category is about.
    private ObjectRequirement[] Vary(
        SeededRandom random, int count, bool colour = false, bool shape = false, bool fill = false)
    {
        var first = Full(random);
        if (count == 1)
        {
            return [first];
        }

        var second = first with
        {
            Colour = colour ? random.Pick([.. world.Colours.Where(other => other != first.Colour)]) : first.Colour,
            Shape = shape ? random.Pick([.. world.Shapes.Where(other => other != first.Shape)]) : first.Shape,
            Fill = fill ? (ObjectFill)(1 - (int)first.Fill!.Value) : first.Fill,
        };
        return [first, second];
    }

    private ScenePrompt List(SeededRandom random, PromptCategory category, ObjectRequirement[] objects, double open)
    {
        objects = Opened(random, WithSizes(random, objects), open);
        var text = Words.List([.. objects.Select(Words.One)]);
        return Finish(random, category, objects, null, text, text);
    }

    private ScenePrompt Related(
        SeededRandom random, PromptCategory category, ObjectRequirement subject, ObjectRequirement other, double open)
    {
        while (other.Shape == subject.Shape && other.Colour == subject.Colour)
        {
            other = other with { Colour = random.Pick(world.Colours), Shape = random.Pick(world.Shapes) };
        }

        var objects = Opened(random, [subject, other], open);
        var kind = random.Pick(Relations);
        var text = $"{Words.One(objects[0])} {random.Pick(Words.Wordings(kind))} {Words.One(objects[1])}";
        return Finish(random, category, objects, new Relation(0, kind, 1), text, text);
    }

    private ScenePrompt Counted(
        SeededRandom random, PromptCategory category, ObjectRequirement kind, int count, string? riddle, double open)
    {
        kind = Opened(random, [kind], open)[0];
        var phrase = Words.Phrase(kind, plural: true);
        var plain = $"{Words.Numbers[count]} {phrase}";
        var text = riddle is not null ? $"{riddle} {phrase}" : random.Chance(0.7) ? plain : $"exactly {plain}";
        return Finish(random, category, [.. Enumerable.Repeat(kind, count)], null, text, plain);
    }

    private ScenePrompt ColourRiddle(SeededRandom random, double open)
    {
        var (phrase, colour) = random.Pick(world.ColourRiddles);
        var asked = Opened(
            random, WithSizes(random, [Full(random) with { Colour = colour }]), open)[0] with { Colour = colour };
        var text = $"{Words.One(asked with { Colour = null })} of {phrase}";
        return Finish(random, PromptCategory.Reasoning, [asked], null, text, Words.One(asked));
    }

    private ScenePrompt CountRiddle(SeededRandom random, double open)
    {
        var (phrase, count) = random.Pick(Riddles.Counts);
        return Counted(random, PromptCategory.Reasoning, Full(random) with { Fill = null }, count, phrase, open);
    }

    private static ObjectRequirement[] WithSizes(SeededRandom random, ObjectRequirement[] objects) =>
        random.Chance(0.15)
            ? [.. objects.Select(item => item with { Size = random.Chance(0.5) ? ObjectSize.Small : ObjectSize.Big })]
            : objects;

    // Now and then each attribute is left open, independently, so that a model learns what each word says alone; of
    // several objects no two alike.
    private static ObjectRequirement[] Opened(SeededRandom random, ObjectRequirement[] objects, double open)
    {
        if (open == 0 || !random.Chance(open))
        {
            return objects;
        }

        while (true)
        {
            ObjectRequirement[] opened = [.. objects.Select(item => new ObjectRequirement(
                Kept(item.Shape), Kept(item.Colour), Kept(item.Fill), Kept(item.Size)))];
            if (opened.Distinct().Count() == opened.Length)
            {
                return opened;
            }
        }

        T? Kept<T>(T? value)
            where T : struct => random.Chance(OpenEach) ? null : value;
    }

    private static ScenePrompt Finish(
        SeededRandom random, PromptCategory category, ObjectRequirement[] objects, Relation? relation, string text,
        string resolved)
    {
        Background? background = random.Chance(0.2) ? random.Pick(Palette.Backgrounds) : null;
        var suffix = Words.On(background);
        return new ScenePrompt(text + suffix, category, objects, relation, background, resolved + suffix);
    }
}
