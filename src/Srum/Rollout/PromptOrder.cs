namespace Srum.Rollout;

/// <summary>Which prompts of a set a round asks for.</summary>
public enum PromptOrder
{
    /// <summary>The next ones in the set's order, from its beginning again after its end.</summary>
    InTurn,

    /// <summary>
    /// From the second round on, drawn at random by p (1 − p), p being the share of a prompt's pictures that the
    /// judge last held for right: where all are right or all are wrong there is little to learn. A prompt that was not
    /// asked for yet counts as p = ½.
    /// </summary>
    Undecided,
}
