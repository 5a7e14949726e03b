namespace Srum.Shapes;

/// <summary>Puts every combination of a world into its group.</summary>
internal interface IGroupRule
{
    /// <summary>
    /// Whether three rules hold: combinations that are not drawn are kept out of every picture to draw, whatever its
    /// prompt says (eye and judge are shown them all the same); texts are kept for evaluation
    /// (<see cref="World.Allows(string, PromptUse)"/>); and numbers inside lists of several kinds are combinations too.
    /// </summary>
    bool IsStrict { get; }

    /// <summary>The group that rollouts practise by prompts alone: pretraining never draws it.</summary>
    CombinationGroup Practised { get; }

    /// <summary>The group of an object with all its attributes.</summary>
    CombinationGroup OfObject(ObjectShape shape, ObjectColour colour, ObjectFill fill);

    /// <summary>The group of a number of objects of one shape and colour.</summary>
    CombinationGroup OfCount(int count, ObjectShape shape, ObjectColour colour);

    /// <summary>The group of two objects in a relation.</summary>
    /// <param name="key">The combination in words.</param>
    CombinationGroup OfRelation(string key);
}
