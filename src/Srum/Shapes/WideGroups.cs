namespace Srum.Shapes;

/// <summary>
/// The groups of the wide world. Of its 128 objects 12 are practised, 12 new on <c>tune</c> and 12 on <c>test</c>; of
/// the numbers of objects (192 with their shape and colour) 24 each; of relations a tenth each. Texts are kept for
/// evaluation, so that training meets them neither as prompts nor as what prompts mean.
/// </summary>
internal sealed class WideGroups : IGroupRule
{
    private const int Side = 8;

    public bool IsStrict => true;

    public CombinationGroup Practised => CombinationGroup.Practised;

    /// <remarks>
    /// A Latin square: shape and colour name one of eight diagonals, each of which holds every shape and every colour
    /// once. A group has a diagonal and half of another, and of each pair of shape and colour one fill alone: which,
    /// changes from shape to shape and from diagonal to diagonal. So every attribute and every pair of attributes stays
    /// drawn.
    /// </remarks>
    public CombinationGroup OfObject(ObjectShape shape, ObjectColour colour, ObjectFill fill)
    {
        var diagonal = ((int)colour - (int)shape + Side) % Side;
        var (group, turn) = diagonal switch
        {
            0 => (CombinationGroup.Practised, 0),
            2 => (CombinationGroup.Tune, 1),
            5 => (CombinationGroup.Test, 1),
            3 => ((int)shape % 2 == 0 ? CombinationGroup.Practised : CombinationGroup.Tune, 0),
            6 when (int)shape % 2 == 1 => (CombinationGroup.Test, 0),
            _ => (CombinationGroup.Drawn, 0),
        };
        return ((int)shape / 2 + turn) % 2 == (int)fill ? group : CombinationGroup.Drawn;
    }

    public CombinationGroup OfCount(int count, ObjectShape shape, ObjectColour colour) =>
        (((3 * count) + (3 * (int)shape) + (int)colour) % Side) switch
    {
        0 => CombinationGroup.Practised,
        1 => CombinationGroup.Test,
        2 => CombinationGroup.Tune,
        _ => CombinationGroup.Drawn,
    };

    public CombinationGroup OfRelation(string key) => Fnv.Bucket(key, 10) switch
    {
        0 => CombinationGroup.Practised,
        1 => CombinationGroup.Tune,
        2 => CombinationGroup.Test,
        _ => CombinationGroup.Drawn,
    };
}
