namespace Srum.Maps;

/// <summary>
/// Rewards of pictures held against those of the same prompt, as r in [0, 1] with ½ neutral: an easy prompt, whose
/// pictures are all liked, then teaches no more than a hard one (the group baseline of GRPO, Shao et al. 2024).
/// </summary>
public static class PromptAdvantage
{
    /// <summary>A picture that is as good as its prompt's others, or has none beside it.</summary>
    public const double Neutral = 0.5;

    /// <summary>A spread below which pictures of a prompt count as all alike.</summary>
    private const double LeastSpread = 1e-6;

    /// <summary>
    /// (pictures of the prompt that are worse + half of the others that are equal) / (its pictures − 1): the best has
    /// 1, the worst 0.
    /// </summary>
    /// <param name="pictures">Each picture's prompt and reward.</param>
    /// <returns>One r a picture, in order; the mean over a prompt is ½.</returns>
    public static double[] Ranks(IReadOnlyList<(string Prompt, double Reward)> pictures) =>
        Within(pictures, (rewards, own) => rewards.Length == 1
            ? Neutral
            : (rewards.Count(other => other < own) + ((rewards.Count(other => other == own) - 1) / 2.0))
                / (rewards.Length - 1));

    /// <summary>
    /// ½ + (reward − mean over the prompt's pictures) / 2. Other than with <see cref="Ranks"/> and
    /// <see cref="Standardised"/> small differences stay small, so that a prompt whose pictures are all right or all
    /// wrong teaches next to nothing (the advantage without a deviation of Dr. GRPO, Liu et al. 2025).
    /// </summary>
    /// <param name="pictures">Each picture's prompt and reward, in [0, 1].</param>
    /// <returns>One r a picture, in order; the mean over a prompt is ½.</returns>
    public static double[] Centred(IReadOnlyList<(string Prompt, double Reward)> pictures) =>
        Within(pictures, (rewards, own) => Neutral + ((own - rewards.Average()) / 2));

    /// <summary>
    /// ½ + z / (2 · reach) cut to [0, 1], z = (reward − mean) / standard deviation over the prompt's pictures
    /// (DiffusionNFT, Zheng et al. 2025).
    /// </summary>
    /// <param name="pictures">Each picture's prompt and reward.</param>
    /// <param name="reach">Deviations from the mean at which r is 0 or 1, above 0; default 1.</param>
    /// <returns>
    /// One r a picture, in order; ½ where the prompt's pictures are all alike (a deviation below 1e-6).
    /// </returns>
    public static double[] Standardised(IReadOnlyList<(string Prompt, double Reward)> pictures, double reach = 1) =>
        Within(pictures, (rewards, own) =>
            Math.Clamp(Neutral + (Deviation(rewards, own) / (2 * reach)), 0, 1));

    /// <summary>
    /// (reward − mean) / standard deviation over a group, as in GRPO; all 0 where the rewards are alike (a deviation
    /// below 1e-6). Two that differ have 1 and −1.
    /// </summary>
    /// <param name="rewards">At least one.</param>
    public static double[] Deviations(IReadOnlyList<double> rewards) =>
        [.. rewards.Select(own => Deviation(rewards, own))];

    private static double Deviation(IReadOnlyList<double> rewards, double own)
    {
        var mean = rewards.Average();
        var spread = Math.Sqrt(rewards.Average(reward => (reward - mean) * (reward - mean)));
        return spread < LeastSpread ? 0 : (own - mean) / spread;
    }

    private static double[] Within(
        IReadOnlyList<(string Prompt, double Reward)> pictures, Func<double[], double, double> place)
    {
        var prompts = pictures.GroupBy(picture => picture.Prompt, picture => picture.Reward)
            .ToDictionary(prompt => prompt.Key, prompt => prompt.ToArray());
        return [.. pictures.Select(picture => place(prompts[picture.Prompt], picture.Reward))];
    }
}
