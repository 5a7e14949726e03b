namespace Srum.Shapes;

/// <summary>The groups of the small world; what is practised is what <c>tune</c> asks for, in other words.</summary>
internal sealed class SmallGroups : IGroupRule
{
    public bool IsStrict => false;

    public CombinationGroup Practised => CombinationGroup.Tune;

    public CombinationGroup OfObject(ObjectShape shape, ObjectColour colour, ObjectFill fill)
    {
        // One of each shape in either set, of another colour and fill each time, so that every attribute, every pair of
        // shape and colour, and both fills of most such pairs stay drawn. Held out too often, a fill is learnt as part
        // of its pair.
        var distance = ((int)colour - (int)shape + 5) % 5;
        var parity = ((int)shape + (int)fill) % 2;
        return (distance, parity) switch
        {
            (0, 0) => CombinationGroup.Test,
            (2, 1) => CombinationGroup.Tune,
            _ => CombinationGroup.Drawn,
        };
    }

    public CombinationGroup OfCount(int count, ObjectShape shape, ObjectColour colour) =>
        (((count * 7) + ((int)shape * 3) + (int)colour) % 5) switch
        {
            0 => CombinationGroup.Test,
            1 => CombinationGroup.Tune,
            _ => CombinationGroup.Drawn,
        };

    public CombinationGroup OfRelation(string key) =>
        Fnv.Bucket(key, 20) switch { 0 or 1 => CombinationGroup.Test, 2 => CombinationGroup.Tune, _ =>
            CombinationGroup.Drawn };
}
