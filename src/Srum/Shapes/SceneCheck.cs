namespace Srum.Shapes;

/// <summary>What of a prompt a scene fulfils.</summary>
/// <param name="Match">For each required object the index of the scene's object that stands for it, or −1.</param>
/// <param name="Met">For each required object whether it is met.</param>
/// <param name="Extra">Objects of the scene that stand for nothing.</param>
/// <param name="RelationHolds">Null where the prompt states none.</param>
/// <param name="BackgroundHolds">Null where the prompt states none.</param>
public sealed record SceneCheck(
    IReadOnlyList<int> Match, IReadOnlyList<bool> Met, IReadOnlyList<int> Extra, bool? RelationHolds,
    bool? BackgroundHolds)
{
    /// <summary>Every object, count and relation right, and nothing else in the picture.</summary>
    public bool Correct =>
        Met.All(met => met) && Extra.Count == 0 && RelationHolds != false && BackgroundHolds != false;

    /// <summary>The number of objects is the required one.</summary>
    public bool CountHolds => Extra.Count == 0 && Match.All(match => match >= 0);

    /// <summary>
    /// The number of objects, the relation and the background are as required; what the objects are does not count.
    /// </summary>
    public bool LayoutHolds => CountHolds && RelationHolds != false && BackgroundHolds != false;

    /// <summary>
    /// Compares a scene with a prompt. Objects are matched so that as few stated attributes as possible are wrong;
    /// among such matches one in which the relation holds is taken.
    /// </summary>
    public static SceneCheck Of(ScenePrompt prompt, Background background, IReadOnlyList<SceneObject> objects)
    {
        var best = new int[prompt.Objects.Count];
        var bestCost = double.MaxValue;
        Search(prompt, objects, 0, new int[prompt.Objects.Count], new bool[objects.Count], ref best, ref bestCost);
        var match = best;
        return new SceneCheck(
            match,
            [.. match.Select((item, index) => item >= 0 && prompt.Objects[index].IsMetBy(objects[item]))],
            [.. Enumerable.Range(0, objects.Count).Except(match)],
            prompt.Relation is null ? null : RelationHoldsIn(prompt.Relation, objects, match),
            prompt.Background is null ? null : prompt.Background == background);
    }

    private static void Search(
        ScenePrompt prompt, IReadOnlyList<SceneObject> objects, int index, int[] match, bool[] used, ref int[] best,
        ref double bestCost)
    {
        if (index == match.Length)
        {
            var relation = prompt.Relation is null || RelationHoldsIn(prompt.Relation, objects, match) ? 0 : 0.5;
            var cost = relation
                + match.Select(
                    (item, i) => item < 0 ? prompt.Objects[i].Stated + 0.75 : prompt.Objects[i].Faults(objects[item]))
                    .Sum();
            if (cost < bestCost)
            {
                (bestCost, best) = (cost, (int[])match.Clone());
            }

            return;
        }

        for (var item = 0; item < objects.Count; item++)
        {
            if (!used[item])
            {
                (used[item], match[index]) = (true, item);
                Search(prompt, objects, index + 1, match, used, ref best, ref bestCost);
                used[item] = false;
            }
        }

        match[index] = -1;
        Search(prompt, objects, index + 1, match, used, ref best, ref bestCost);
    }

    private static bool RelationHoldsIn(Relation relation, IReadOnlyList<SceneObject> objects, int[] match) =>
        match[relation.Subject] >= 0 && match[relation.Object] >= 0
        && relation.Holds(objects[match[relation.Subject]], objects[match[relation.Object]]);
}
