using System.Text.Json;
using System.Text.Json.Serialization;
using Srum.Numbers;

namespace Srum.Evaluation;

/// <summary>What a round found: <c>result.json</c>, schema 1. Rates lie in [0, 1], n counts prompts.</summary>
public sealed record RoundResult
{
    internal static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Version of the layout: 1.</summary>
    [JsonPropertyOrder(-1)]
    public int Schema { get; init; } = 1;

    /// <summary>Name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>The command that made it.</summary>
    public required string Command { get; init; }

    /// <summary>Commit of the code; null where there is no git.</summary>
    public string? Commit { get; init; }

    /// <summary>Identity of the model that the round began with.</summary>
    public required string Model { get; init; }

    /// <summary>Who scored the pictures; null where nobody could (prompts that no evaluator knows).</summary>
    public required string? Evaluator { get; init; }

    /// <summary>Who proposed the regions.</summary>
    public required string Proposer { get; init; }

    /// <summary>
    /// Share of the regions which segmentation finds that the proposer found too (<see cref="Rewards.RegionRecall"/>), a prompt's
    /// pictures averaged; left out of the file where segmentation itself proposed. n = 0: segmentation found none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Estimate? ProposerRecall { get; init; }

    /// <summary>The round's settings, whole.</summary>
    public required JsonElement Settings { get; init; }

    /// <summary>
    /// The processor and the kernels of the process that ended the round; left out of files of before they were kept.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MachineUse? Machine { get; init; }

    /// <summary>Seconds that the round took, interrupted runs together.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds by stage.</summary>
    public required IReadOnlyDictionary<string, double> StageSeconds { get; init; }

    /// <summary>The system that the round was made for, by name.</summary>
    public required string DefaultSystem { get; init; }

    /// <summary>Every evaluated system.</summary>
    public required IReadOnlyList<SystemResult> Systems { get; init; }

    /// <summary>Every system at every guidance scale; left out of the file where there was one scale for all, or nothing was scored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<GuidanceScore>? Guidance { get; init; }

    /// <summary>How well the judge tells right pictures from wrong ones, on the first round's; null where it was not audited.</summary>
    public JudgeResult? Judge { get; init; }

    /// <summary>
    /// What the pictures of each trained system show more or less of than the base's (<see cref="SignalDrift"/>), by system;
    /// left out of the file where evaluations hold no signals.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<SignalDrift>>? Signals { get; init; }

    /// <summary>
    /// Prompts that were evaluated, where not all could be scored: <see cref="Estimate.Count"/> of a system's rate says
    /// how many could. Left out of the file where all were.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EvaluationPrompts { get; init; }

    /// <summary>Differences between systems.</summary>
    public required IReadOnlyList<Comparison> Comparisons { get; init; }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";

    /// <summary>Reads the text of a result file.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <exception cref="SrumException">It is no JSON, a field is missing, or the schema is another.</exception>
    public static RoundResult Parse(string json, string source)
    {
        var result = JsonFile.Parse<RoundResult>(
            json, source, Format, "It is no result of a round: run the round again, or name another file.");
        return result.Schema == 1
            ? result
            : throw new SrumException(
                $"{source} has schema {result.Schema}; this version reads schema 1. Run the round again.");
    }
}

/// <summary>One system's scores, if it has any.</summary>
/// <param name="Name"><c>base</c>, <c>control</c>, <c>sft</c>, <c>srum</c> (the published rule and no other), <c>srum-…</c>.</param>
/// <param name="TrainingSeeds">Seeds of its trainings; empty for an untrained system.</param>
/// <param name="WholePrompt">
/// Share of pictures in which the whole prompt is right. The standard error counts prompts and, from two training
/// seeds on, the spread between them. Null where no picture was scored: no rate is not a rate of 0.
/// </param>
/// <param name="PerSeed">The mean of each training seed, in their order; one number for an untrained system; empty where no picture was scored.</param>
/// <param name="ByCategory">The same by category, for prompts that state one.</param>
public sealed record SystemResult(
    string Name,
    IReadOnlyList<long> TrainingSeeds,
    Estimate? WholePrompt,
    IReadOnlyList<double> PerSeed,
    IReadOnlyDictionary<string, Estimate> ByCategory)
{
    /// <summary>The text guidance that was chosen for it; left out of the file where there was one for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Guidance { get; init; }

    /// <summary>A system whose pictures nobody could score.</summary>
    public static SystemResult Unscored(string name, IReadOnlyList<long> trainingSeeds) =>
        new(name, trainingSeeds, null, [], new Dictionary<string, Estimate>());
}

/// <summary>The judge held against the evaluator, on pictures that were judged and evaluated.</summary>
/// <param name="AucWithinPrompt">See <see cref="Auc.WithinPrompts"/>; null where no prompt has right and wrong pictures, or none was scored.</param>
/// <param name="AucPooled">See <see cref="Auc.Pooled"/>; null where all pictures are right, or all wrong, or none was scored.</param>
/// <param name="N">Pictures compared; 0 where the evaluator could score none.</param>
/// <param name="Unanswered">Judgements without a score, a count.</param>
public sealed record JudgeResult(double? AucWithinPrompt, double? AucPooled, int N, int Unanswered);

/// <summary>The difference of two systems, paired by prompt and picture seed.</summary>
/// <param name="A">Name of the first.</param>
/// <param name="B">Name of the second.</param>
/// <param name="Difference">Mean of a − mean of b.</param>
/// <param name="Stderr">Standard error of the difference.</param>
/// <param name="P">Two-sided p value of "no difference".</param>
/// <param name="Test">Name of the test.</param>
public sealed record Comparison(string A, string B, double Difference, double Stderr, double P, string Test)
{
    /// <summary>The difference in each category, by the same resampling; left out of the file where the prompts state none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Estimate>? ByCategory { get; init; }

    /// <summary>Categories whose whole 95 % interval lies below −3 points: what a gain elsewhere was paid with.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lost => [.. (ByCategory ?? new Dictionary<string, Estimate>()).Where(category => category.Value.Interval.High < -0.03).Select(category => category.Key)];
}
