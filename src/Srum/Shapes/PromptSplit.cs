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
/// Splits prompts by what they require, never by their wording. The combination is that of the prompt's category:
/// (shape, colour, fill) of any object, (count, shape, colour), or (object, relation, object).
/// </summary>
public static class Combinations
{
    /// <summary>The combinations that decide where a prompt belongs.</summary>
    public static IReadOnlyList<string> Of(ScenePrompt prompt)
    {
        if (prompt.Category == PromptCategory.Spatial)
        {
            return [RelationKey(prompt)];
        }

        var first = prompt.Objects[0];
        var isCount = prompt.Category == PromptCategory.Numeracy || (prompt.Category == PromptCategory.Reasoning && prompt.Objects.Count > 1);
        return isCount
            ? [$"{prompt.Objects.Count} {Words.Of(first.Shape)} {Words.Of(first.Colour!.Value)}"]
            : [.. prompt.Objects.Select(required => Key(required.Shape, required.Colour!.Value, required.Fill!.Value)).Distinct()];
    }

    /// <summary>
    /// The split of a prompt: that of its held-out combinations; seen when it has none; null when it mixes tune and test,
    /// which no set may hold.
    /// </summary>
    public static PromptSplit? SplitOf(ScenePrompt prompt)
    {
        var splits = Of(prompt).Select(key => SplitOf(prompt, key)).Where(split => split != PromptSplit.Seen).Distinct().ToList();
        return splits.Count switch { 0 => PromptSplit.Seen, 1 => splits[0], _ => null };
    }

    /// <summary>The split of an object with all its attributes: pretraining never draws a held-out one.</summary>
    public static PromptSplit SplitOf(ObjectShape shape, ObjectColour colour, ObjectFill fill)
    {
        // For each shape another colour and fill, so that every attribute and every pair with a shape stays seen.
        var distance = ((int)colour - (int)shape + 5) % 5;
        var parity = ((int)shape + (int)fill) % 2;
        return (distance, parity) switch
        {
            (0, 0) or (2, 1) => PromptSplit.Test,
            (1, 1) => PromptSplit.Tune,
            (3, 0) when (int)shape % 2 == 0 => PromptSplit.Tune,
            _ => PromptSplit.Seen,
        };
    }

    private static PromptSplit SplitOf(ScenePrompt prompt, string key)
    {
        if (prompt.Category == PromptCategory.Spatial)
        {
            return Bucket(key, 20) switch { 0 or 1 => PromptSplit.Test, 2 => PromptSplit.Tune, _ => PromptSplit.Seen };
        }

        var first = prompt.Objects[0];
        if (char.IsDigit(key[0]))
        {
            var sum = (prompt.Objects.Count * 7) + ((int)first.Shape * 3) + (int)first.Colour!.Value;
            return (sum % 5) switch { 0 => PromptSplit.Test, 1 => PromptSplit.Tune, _ => PromptSplit.Seen };
        }

        var required = prompt.Objects.First(item => Key(item.Shape, item.Colour!.Value, item.Fill!.Value) == key);
        return SplitOf(required.Shape, required.Colour!.Value, required.Fill!.Value);
    }

    private static string Key(ObjectShape shape, ObjectColour colour, ObjectFill fill) => $"{Words.Of(shape)} {Words.Of(colour)} {Words.Of(fill)}";

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
