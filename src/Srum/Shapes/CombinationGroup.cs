namespace Srum.Shapes;

/// <summary>
/// What a model's drawing may meet of a combination before it is evaluated. Its eye and its judge are shown all of
/// them, rendered and in words (near misses): what is held out only drawing never saw.
/// </summary>
public enum CombinationGroup
{
    /// <summary>Pretraining draws it, and rollouts practise it.</summary>
    Drawn,

    /// <summary>New on <c>tune</c>, where every choice is made: never drawn, never practised.</summary>
    Tune,

    /// <summary>New on <c>test</c>, where results come from: never drawn, never practised.</summary>
    Test,

    /// <summary>Pretraining never draws it; the prompts of rollouts ask for it.</summary>
    Practised,
}
