namespace Srum.Rollout;

/// <summary>Which prompts of a set a round asks for.</summary>
public enum PromptOrder
{
    /// <summary>The next ones in the set's order, from its beginning again after its end.</summary>
    InTurn,

    /// <summary>
    /// From the second round on, drawn at random by p (1 − p), p being the mean of the judge's last scores of a
    /// prompt's pictures, as shares from 0 (all wrong) to 1 (all right): at both ends there is little to learn. A
    /// prompt that was not asked for yet counts as p = ½.
    /// </summary>
    Undecided,
}
