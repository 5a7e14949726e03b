namespace Srum.Shapes;

/// <summary>
/// What a shapes world holds, and which of its combinations are drawn, practised or kept for evaluation.
/// </summary>
public sealed class World
{
    private World(
        string name, int shapes, int colours, int firstDeformation, int deformations, double open, IGroupRule groups)
    {
        (Name, Open, Groups) = (name, open, groups);
        Shapes = [.. Enum.GetValues<ObjectShape>().Take(shapes)];
        Colours = [.. Enum.GetValues<ObjectColour>().Take(colours)];
        Deformations = (firstDeformation, deformations);
        Looks = [.. ObjectTemplates.LooksOf(this)];
        ColourRiddles = [.. Riddles.Colours.Where(riddle => Colours.Contains(riddle.Colour))];
    }

    /// <summary>5 colours and 4 shapes: what the shipped model knows.</summary>
    public static World Small { get; } = new("small", shapes: 4, colours: 5, 0, 12, open: 0, new SmallGroups());

    /// <summary>8 colours and 8 shapes: what <c>srum pretrain</c> teaches.</summary>
    public static World Wide { get; } = new("wide", shapes: 8, colours: 8, 12, 16, open: 1.0 / 3, new WideGroups());

    /// <summary>The world of the shipped model: taken where no other is named.</summary>
    public static World Shipped => Small;

    /// <summary>Its name in <c>srum_config.json</c>.</summary>
    public string Name { get; }

    /// <summary>The shapes that prompts ask for.</summary>
    public IReadOnlyList<ObjectShape> Shapes { get; }

    /// <summary>The colours of objects.</summary>
    public IReadOnlyList<ObjectColour> Colours { get; }

    /// <summary>
    /// Share of pretraining's prompts that leave attributes open at random; where it is 0 every prompt states a shape.
    /// </summary>
    public double Open { get; }

    internal IGroupRule Groups { get; }

    /// <summary>Its colours' riddles.</summary>
    internal (string Phrase, ObjectColour Colour)[] ColourRiddles { get; }

    /// <summary>Indices of the looks that the oracle compares with, see <see cref="ObjectTemplates.Looks"/>.</summary>
    internal IReadOnlyList<int> Looks { get; }

    /// <summary>Which of <see cref="Deformation.All"/> its odd objects have.</summary>
    internal (int First, int Count) Deformations { get; }

    /// <summary>The world of a name; null where there is none.</summary>
    public static World? Named(string name) => name == Small.Name ? Small : name == Wide.Name ? Wide : null;

    /// <summary>The group of an object with all its attributes.</summary>
    public CombinationGroup GroupOf(ObjectShape shape, ObjectColour colour, ObjectFill fill) =>
        Groups.OfObject(shape, colour, fill);

    /// <summary>
    /// Whether pretraining draws an object; a deformed one, which no prompt asks for, is never held out.
    /// </summary>
    internal bool IsDrawn(ObjectShape shape, ObjectColour colour, ObjectFill fill) =>
        shape == ObjectShape.Odd || GroupOf(shape, colour, fill) == CombinationGroup.Drawn;

    /// <summary>
    /// Whether a prompt's text may be put to a use: where texts are kept for evaluation, three in sixteen each are for
    /// tune and test (of some counts there are few texts).
    /// </summary>
    public bool Allows(string text, PromptUse use) =>
        !Groups.IsStrict || use
            == Fnv.Bucket(text, 16) switch { < 3 => PromptUse.Tune, < 6 => PromptUse.Test, _ => PromptUse.Training };

    /// <summary>
    /// Whether a prompt may be put to a use. Training writes what a prompt means as well, as a thought before drawing:
    /// "half of six red arrows" would tell it "three red arrows", which is kept for an evaluation. So where texts are
    /// kept, what a training prompt means is none of them either.
    /// </summary>
    internal bool Allows(ScenePrompt prompt, PromptUse use) =>
        Allows(prompt.Text, use) && (use != PromptUse.Training || Allows(prompt.Resolved, use));

    internal int Deformed(SeededRandom random) => Deformations.First + random.Below(Deformations.Count);
}
