namespace Srum.Shapes;

/// <summary>
/// Groups prompts by what they require, never by their wording. A combination is (shape, colour, fill) of an object,
/// (count, shape, colour), or (object, relation, object), an object being its colour and shape there. What a prompt
/// leaves open is part of none. A number counts where all of a prompt's objects are alike, in a strict world
/// (<see cref="IGroupRule.IsStrict"/>) inside a list of several kinds too.
/// </summary>
public static class Combinations
{
    /// <summary>The combinations that decide where a prompt belongs: those of its own category.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="world">Its world. Default: the shipped model's.</param>
    public static IReadOnlyList<string> Of(ScenePrompt prompt, World? world = null) =>
        [.. Own(prompt, world ?? World.Shipped).Select(item => item.Key)];

    /// <summary>
    /// Every combination that a prompt states, those of other categories too: a prompt of the drawn group holds no
    /// held-out one in any role.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="world">Its world. Default: the shipped model's.</param>
    public static IReadOnlyList<string> All(ScenePrompt prompt, World? world = null) =>
        [.. Every(prompt, world ?? World.Shipped).Select(item => item.Key)];

    /// <summary>The combinations of a prompt's own category that are not drawn: what decides its group.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="world">Its world. Default: the shipped model's.</param>
    public static IReadOnlyList<(string Key, CombinationGroup Group)> HeldOut(
        ScenePrompt prompt, World? world = null) =>
        [.. Own(prompt, world ?? World.Shipped).Where(item => item.Group != CombinationGroup.Drawn)];

    /// <summary>
    /// The group of a prompt: drawn when all of its combinations are, another when one of its own category is, and null
    /// for what no set may hold: two groups that are not drawn, or one that another category alone states.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="world">Its world. Default: the shipped model's.</param>
    public static CombinationGroup? GroupOf(ScenePrompt prompt, World? world = null)
    {
        world ??= World.Shipped;
        var own = HeldOut(Own(prompt, world));
        var every = HeldOut(Every(prompt, world));
        return (own.Count, every.Count) switch { (_, 0) => CombinationGroup.Drawn, (1, 1) => own[0], _ => null };

        static List<CombinationGroup> HeldOut(IEnumerable<(string Key, CombinationGroup Group)> items) =>
            [.. items.Select(item => item.Group).Where(group => group != CombinationGroup.Drawn).Distinct()];
    }

    /// <summary>
    /// The combination that a prompt stands for when results are grouped: the first of its own category that is not
    /// drawn, or the first; null where it states none.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="world">Its world. Default: the shipped model's.</param>
    public static string? Standing(ScenePrompt prompt, World? world = null) =>
        HeldOut(prompt, world) is [var (key, _), ..] ? key : Of(prompt, world) is [var first, ..] ? first : null;

    /// <summary>
    /// Whether everything that a scene shows is drawn: its objects, how many of a kind there are, and how neighbours
    /// stand to each other.
    /// </summary>
    internal static bool IsDrawn(Scene scene, World world)
    {
        var named = scene.Objects.Where(item => item.Shape != ObjectShape.Odd).ToArray();
        return named.All(item => world.IsDrawn(item.Shape, item.Colour, item.Fill))
            && named.CountBy(item => (item.Shape, item.Colour)).All(kind =>
                kind.Value < 2
                    || world.Groups.OfCount(kind.Value, kind.Key.Shape, kind.Key.Colour) == CombinationGroup.Drawn)
            && named.All(first => named.All(second => Relation.Between(first, second) is not { } kind
                || (first.Shape, first.Colour) == (second.Shape, second.Colour)
                || world.Groups.OfRelation(RelationKey(Words.Name(first), kind, Words.Name(second)))
                    == CombinationGroup.Drawn));
    }

    private static List<(string Key, CombinationGroup Group)> Own(ScenePrompt prompt, World world) =>
        prompt.Category switch
    {
        PromptCategory.Spatial => RelationItems(prompt, world),
        PromptCategory.Numeracy => CountItems(prompt, world),
        PromptCategory.Reasoning when prompt.Objects.Count > 1 => CountItems(prompt, world),
        _ => ObjectItems(prompt, world),
    };

    private static List<(string Key, CombinationGroup Group)> Every(ScenePrompt prompt, World world) =>
        [.. ObjectItems(prompt, world), .. CountItems(prompt, world), .. RelationItems(prompt, world)];

    private static List<(string Key, CombinationGroup Group)> ObjectItems(ScenePrompt prompt, World world) =>
    [
        .. prompt.Objects
            .Where(item => item is { Shape: not null, Colour: not null, Fill: not null })
            .Select(item => (Shape: item.Shape!.Value, Colour: item.Colour!.Value, Fill: item.Fill!.Value))
            .Select(item => ($"{Words.Of(item.Shape)} {Words.Of(item.Colour)} "
                + $"{Words.Of(item.Fill)}", world.GroupOf(item.Shape, item.Colour, item.Fill)))
            .Distinct(),
    ];

    private static List<(string Key, CombinationGroup Group)> CountItems(ScenePrompt prompt, World world) =>
        world.Groups.IsStrict || prompt.Objects.All(item => item == prompt.Objects[0])
            ? [
                .. prompt.Objects
                    .Where(item => item is { Shape: not null, Colour: not null })
                    .CountBy(item => (Shape: item.Shape!.Value, Colour: item.Colour!.Value))
                    .Where(kind => kind.Value > 1)
                    .Select(kind => (
                        $"{kind.Value} {Words.Of(kind.Key.Shape)} {Words.Of(kind.Key.Colour)}",
                        world.Groups.OfCount(kind.Value, kind.Key.Shape, kind.Key.Colour))),
            ]
            : [];

    private static List<(string Key, CombinationGroup Group)> RelationItems(ScenePrompt prompt, World world)
    {
        if (prompt.Relation is not { } relation
            || Name(relation.Subject) is not { } subject
            || Name(relation.Object) is not { } other)
        {
            return [];
        }

        var key = RelationKey(subject, relation.Kind, other);
        return [(key, world.Groups.OfRelation(key))];

        string? Name(int index) =>
            prompt.Objects[index] is { Shape: { } shape, Colour: { } colour }
                ? $"{Words.Of(colour)} {Words.Of(shape)}"
                : null;
    }

    // "a left of b" and "b right of a" are one combination. Its group is a hash of this text, which therefore stays.
    private static string RelationKey(string subject, RelationKind kind, string other) => kind switch
    {
        RelationKind.Left => $"{subject} left {other}",
        RelationKind.Right => $"{other} left {subject}",
        RelationKind.Above => $"{subject} above {other}",
        _ => $"{other} above {subject}",
    };
}
