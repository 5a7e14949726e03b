namespace Srum.Training;

/// <summary>
/// Best-of-n distillation (rejection sampling; RAFT, Dong et al. 2023): supervised fine-tuning on those of each
/// prompt's pictures whose maps have the largest mean weight. What the judge likes less is left out and teaches
/// nothing. Not in the paper.
/// </summary>
public sealed record Best : Rewarded
{
    /// <summary>
    /// Share of each prompt's pictures that is kept, rounded to whole pictures and at least one; in (0, 1]. Default
    /// 0.25.
    /// </summary>
    public double Keep { get; init; } = 0.25;

    internal override int Rank => 2;

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireWrongOnes();
        SettingException.Require(Keep is > 0 and <= 1, "train.objective.keep", Keep, "above 0 and at most 1");
    }

    // What is kept weighs as it does in SFT.
    internal override double Used(double weight) => 1;

    internal override IReadOnlyList<TrainExample> Chosen(IReadOnlyList<TrainExample> examples)
    {
        // Of pictures that are liked alike the first are kept.
        var kept = examples.GroupBy(example => example.Prompt).SelectMany(prompt => prompt
            .OrderByDescending(example => Paint(example).Mean)
            .Take(Math.Max(1, (int)Math.Round(Keep * prompt.Count())))).ToHashSet();
        return [.. examples.Where(kept.Contains)];
    }
}
