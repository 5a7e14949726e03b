namespace Srum.Shapes;

/// <summary>
/// The prompts that rollouts practise, without end: of combinations that are drawn and, where the world has any, of
/// practised ones, half and half.
/// </summary>
public static class RolloutPrompts
{
    private static readonly PromptCategory[] Categories = Enum.GetValues<PromptCategory>();

    /// <summary>
    /// A prompt of the sequence that belongs to a seed; any stretch of it holds all categories of both groups.
    /// </summary>
    /// <param name="world">The world.</param>
    /// <param name="seed">Which sequence.</param>
    /// <param name="index">Place in it, from 0.</param>
    public static ScenePrompt At(World world, long seed, long index)
    {
        var random = new SeededRandom(unchecked((seed * 1_000_003) + index));
        var practised = world.Groups.IsStrict && index / Categories.Length % 2 == 1;
        return new PromptSampler(world).Next(
            random, Categories[index % Categories.Length],
            practised ? CombinationGroup.Practised : CombinationGroup.Drawn);
    }
}
