namespace Srum.Maps;

/// <summary>Whether all tokens of a picture share one reward, made of the mean weight of its map.</summary>
public enum PictureShare
{
    /// <summary>No: each token has its own weight (the method).</summary>
    None,

    /// <summary>The mean weight itself.</summary>
    Mean,

    /// <summary>
    /// Its distance from their mean, undivided: alike pictures teach nothing (<see cref="PromptAdvantage.Centred"/>).
    /// </summary>
    Centred,

    /// <summary>Its place among the pictures of the same prompt (<see cref="PromptAdvantage.Ranks"/>).</summary>
    Rank,

    /// <summary>
    /// Its distance from their mean in standard deviations (<see cref="PromptAdvantage.Standardised"/>).
    /// </summary>
    Standard,

    /// <summary>
    /// The same with a reach of five deviations, so that a picture rarely moves far from ½. (DiffusionNFT's code has
    /// this reach, and divides by the deviation of all prompts' rewards instead of each prompt's own.)
    /// </summary>
    Gentle,
}
