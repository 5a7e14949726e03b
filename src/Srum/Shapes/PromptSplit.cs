namespace Srum.Shapes;

/// <summary>Which prompt sets may hold a combination.</summary>
public enum PromptSplit
{
    /// <summary>Pretraining and rollout.</summary>
    Seen,

    /// <summary>Held out; every choice is made on these.</summary>
    Tune,

    /// <summary>Held out; results come from these.</summary>
    Test,
}

/// <summary>
/// Splits prompts by what they require, never by their wording. A combination is (shape, colour, fill) of an object,
/// (count, shape, colour), or (object, relation, object), an object being its colour and shape there.
/// </summary>
public static class Combinations
{
    /// <summary>The combinations that decide where a prompt belongs: those of its own category.</summary>
    public static IReadOnlyList<string> Of(ScenePrompt prompt) => [.. Own(prompt).Select(item => item.Key)];

    /// <summary>
    /// Every combination that a prompt states, those of other categories too: a prompt of the seen sets holds no
    /// held-out one in any role.
    /// </summary>
    public static IReadOnlyList<string> All(ScenePrompt prompt) => [.. Every(prompt).Select(item => item.Key)];

    /// <summary>The held-out combinations of a prompt's own category: what keeps it out of the seen sets.</summary>
    public static IReadOnlyList<(string Key, PromptSplit Split)> HeldOut(ScenePrompt prompt) =>
        [.. Own(prompt).Where(item => item.Split != PromptSplit.Seen)];

    /// <summary>
    /// The split of a prompt: seen when none of its combinations is held out, tune or test when one of its own category
    /// is, and null for what no set may hold: tune mixed with test, or a combination held out for another category.
    /// </summary>
    public static PromptSplit? SplitOf(ScenePrompt prompt)
    {
        var own = HeldOut(Own(prompt));
        var every = HeldOut(Every(prompt));
        return (own.Count, every.Count) switch { (_, 0) => PromptSplit.Seen, (1, 1) => own[0], _ => null };

        static List<PromptSplit> HeldOut(IEnumerable<(string Key, PromptSplit Split)> items) =>
            [.. items.Select(item => item.Split).Where(split => split != PromptSplit.Seen).Distinct()];
    }

    /// <summary>The split of an object with all its attributes: pretraining never draws a held-out one.</summary>
    public static PromptSplit SplitOf(ObjectShape shape, ObjectColour colour, ObjectFill fill)
    {
        // One of each shape in either set, of another colour and fill each time, so that every attribute, every pair of shape
        // and colour, and both fills of most such pairs stay seen. Held out too often, a fill is learnt as part of its pair.
        var distance = ((int)colour - (int)shape + 5) % 5;
        var parity = ((int)shape + (int)fill) % 2;
        return (distance, parity) switch
        {
            (0, 0) => PromptSplit.Test,
            (2, 1) => PromptSplit.Tune,
            _ => PromptSplit.Seen,
        };
    }

    private static List<(string Key, PromptSplit Split)> Own(ScenePrompt prompt) => prompt.Category switch
    {
        PromptCategory.Spatial => RelationItems(prompt),
        PromptCategory.Numeracy => CountItems(prompt),
        PromptCategory.Reasoning when prompt.Objects.Count > 1 => CountItems(prompt),
        _ => ObjectItems(prompt),
    };

    private static List<(string Key, PromptSplit Split)> Every(ScenePrompt prompt) =>
        [.. ObjectItems(prompt), .. CountItems(prompt), .. RelationItems(prompt)];

    private static List<(string Key, PromptSplit Split)> ObjectItems(ScenePrompt prompt) =>
    [
        .. prompt.Objects
            .Where(item => item.Colour is not null && item.Fill is not null)
            .Select(item => (
                $"{Words.Of(item.Shape)} {Words.Of(item.Colour!.Value)} {Words.Of(item.Fill!.Value)}",
                SplitOf(item.Shape, item.Colour!.Value, item.Fill!.Value)))
            .Distinct(),
    ];

    private static List<(string Key, PromptSplit Split)> CountItems(ScenePrompt prompt)
    {
        var first = prompt.Objects[0];
        if (prompt.Objects.Count < 2 || first.Colour is not { } colour || prompt.Objects.Any(item => item != first))
        {
            return [];
        }

        var sum = (prompt.Objects.Count * 7) + ((int)first.Shape * 3) + (int)colour;
        var split = (sum % 5) switch { 0 => PromptSplit.Test, 1 => PromptSplit.Tune, _ => PromptSplit.Seen };
        return [($"{prompt.Objects.Count} {Words.Of(first.Shape)} {Words.Of(colour)}", split)];
    }

    private static List<(string Key, PromptSplit Split)> RelationItems(ScenePrompt prompt)
    {
        if (prompt.Relation is null)
        {
            return [];
        }

        var key = RelationKey(prompt);
        return [(key, Bucket(key, 20) switch { 0 or 1 => PromptSplit.Test, 2 => PromptSplit.Tune, _ => PromptSplit.Seen })];
    }

    // "a left of b" and "b right of a" are one combination.
    private static string RelationKey(ScenePrompt prompt)
    {
        var relation = prompt.Relation!;
        var (subject, other) = (Name(relation.Subject), Name(relation.Object));
        return relation.Kind switch
        {
            RelationKind.Left => $"{subject} left {other}",
            RelationKind.Right => $"{other} left {subject}",
            RelationKind.Above => $"{subject} above {other}",
            _ => $"{other} above {subject}",
        };

        string Name(int index) => $"{Words.Of(prompt.Objects[index].Colour!.Value)} {Words.Of(prompt.Objects[index].Shape)}";
    }

    // FNV-1a, so that a combination's place never changes with the runtime's string hash.
    private static int Bucket(string key, int buckets)
    {
        var hash = key.Aggregate(2166136261u, (current, character) => (current ^ character) * 16777619u);
        return (int)((hash >> 8) % (uint)buckets);
    }
}
