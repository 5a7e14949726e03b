namespace Srum.Shapes;

/// <summary>What a model may meet of a combination before it is evaluated.</summary>
public enum CombinationGroup
{
    /// <summary>Pictures of pretraining show it, and rollouts practise it.</summary>
    Drawn,

    /// <summary>New on <c>tune</c>, where every choice is made: never drawn, never practised.</summary>
    Tune,

    /// <summary>New on <c>test</c>, where results come from: never drawn, never practised.</summary>
    Test,

    /// <summary>No picture of pretraining shows it; the prompts of rollouts ask for it.</summary>
    Practised,
}
