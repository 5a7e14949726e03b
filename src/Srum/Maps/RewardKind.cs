namespace Srum.Maps;

/// <summary>Which judgements make the reward: the method and its ablations.</summary>
public enum RewardKind
{
    /// <summary>Regions and layout: SRUM.</summary>
    Dual,

    /// <summary>
    /// Regions and layout, each region's score as 1 (above 0) or −1: the published "0–1 reward". Harmless regions that
    /// the prompt does not mention are left out.
    /// </summary>
    Sparse,

    /// <summary>
    /// Regions alone, every layout as if it scored 0: as in the authors' code, where that is a factor of 0.5 (it halves
    /// all weights against the constraint; <c>Weighted.MeanWeight</c> takes that back).
    /// </summary>
    Local,

    /// <summary>Layout alone; the map is the background, scaled.</summary>
    Global,

    /// <summary>The whole-picture score over all pixels; the map is not scaled.</summary>
    Sample,
}
