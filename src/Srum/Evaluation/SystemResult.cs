using System.Text.Json.Serialization;
using Srum.Training;

namespace Srum.Evaluation;

/// <summary>One system's scores, if it has any.</summary>
/// <param name="Name"><c>base</c>, or the name of the recipe that it was trained by.</param>
/// <param name="TrainingSeeds">Seeds of its trainings; empty for an untrained system.</param>
/// <param name="WholePrompt">
/// Share of pictures in which the whole prompt is right. The standard error counts prompts and, from two training
/// seeds on, the spread between them. Null where no picture was scored: no rate is not a rate of 0.
/// </param>
/// <param name="PerSeed">
/// The mean of each training seed, in their order; one number for an untrained system; empty where no picture was
/// scored.
/// </param>
/// <param name="ByCategory">The same by category, for prompts that state one.</param>
public sealed record SystemResult(
    string Name,
    IReadOnlyList<long> TrainingSeeds,
    Estimate? WholePrompt,
    IReadOnlyList<double> PerSeed,
    IReadOnlyDictionary<string, Estimate> ByCategory)
{
    /// <summary>Name of the model as it was before any training; no recipe may have it.</summary>
    public const string Untrained = "base";

    /// <summary>
    /// The same by what was met of the prompts' combinations; left out of the file where that is not known.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<PromptGroup, GroupRate>? ByGroup { get; init; }

    /// <summary>What it was trained for; left out of the file for an untrained system.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Objective? Objective { get; init; }

    /// <summary>The weights of its first round's pictures; left out of the file where they were not measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WeightSpread? Weights { get; init; }

    /// <summary>The text guidance that was chosen for it; left out of the file where there was one for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Guidance { get; init; }

    /// <summary>
    /// Pictures drawn for each that it shows, on average; left out of the file where that is one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Tries { get; init; }

    /// <summary>A system whose pictures nobody could score.</summary>
    public static SystemResult Unscored(string name, IReadOnlyList<long> trainingSeeds) =>
        new(name, trainingSeeds, null, [], new Dictionary<string, Estimate>());
}
