using System.Text.Json.Serialization;
using Srum.Maps;

namespace Srum.Training;

/// <summary>
/// What all objectives that learn from rewards have: what makes the reward, and how it becomes a map.
/// </summary>
public abstract record Rewarded : Objective
{
    private protected Rewarded()
    {
    }

    /// <summary>Which judgements make the reward. Default regions and layout (the method).</summary>
    public RewardKind Reward { get; init; } = RewardKind.Dual;

    /// <summary>How scores become weights. Default <see cref="MapRule.Published"/> (the authors' code).</summary>
    [JsonConverter(typeof(MapRuleConverter))]
    public MapRule Map { get; init; } = MapRule.Published;

    /// <summary>The rule by which maps are painted.</summary>
    private protected virtual MapRule Painted => Map;

    /// <summary>The map of an example at the size of its picture.</summary>
    internal RewardMap Paint(TrainExample example)
    {
        var picture = example.Open();
        return RewardMap.Paint(Painted, picture.Width, picture.Height, example.Reward!);
    }

    /// <summary>
    /// Refuses a map that hides which pictures are wrong: with its floor at ½ the score of a whole picture, which is
    /// all that is painted then, never counts as less than neutral.
    /// </summary>
    private protected void RequireWrongOnes() => SettingException.Require(
        Reward != RewardKind.Sample || !Map.BackgroundIsFloor, "train.objective.map", Map.Name,
        "dense or signed where the whole picture is scored: a floor makes every wrong picture neutral");

    /// <summary>Those of the judged pictures that it learns from.</summary>
    internal virtual IReadOnlyList<TrainExample> Chosen(IReadOnlyList<TrainExample> examples) => examples;

    /// <summary>The mean to which the weights are scaled; null = they are taken as they are.</summary>
    internal virtual double? WantedMean => null;

    /// <summary>What a weight of the map counts as in the loss.</summary>
    internal abstract double Used(double weight);

    /// <summary>Whether all tokens of a picture share one reward.</summary>
    internal virtual bool IsShared => false;

    /// <summary>The rewards of pictures whose tokens share one, in their order.</summary>
    /// <param name="pictures">Each picture's prompt and the mean of its used weights.</param>
    internal virtual double[] Shared(IReadOnlyList<(string Prompt, double Reward)> pictures) =>
        [.. pictures.Select(picture => picture.Reward)];
}
