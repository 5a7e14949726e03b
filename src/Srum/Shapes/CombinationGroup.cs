namespace Srum.Shapes;

/// <summary>
/// What a world sets a combination apart for: what drawing may meet of it before it is evaluated. Eye and judge are
/// shown all of them, rendered and in words (near misses): what is held out only drawing never saw.
/// </summary>
public enum CombinationGroup
{
    /// <summary>Pretraining draws it, and rollouts practise it.</summary>
    Drawn,

    /// <summary>
    /// Pretraining never draws it; <c>tune</c>, where every choice is made, asks for it. In the small world the prompts
    /// of <c>practice</c> ask for it too; in the wide one nothing practises it.
    /// </summary>
    Tune,

    /// <summary>New on <c>test</c>, where results come from: never drawn, never practised.</summary>
    Test,

    /// <summary>
    /// Pretraining never draws it; the prompts of rollouts ask for it. In the wide world alone: the small one practises
    /// <see cref="Tune"/>.
    /// </summary>
    Practised,
}
