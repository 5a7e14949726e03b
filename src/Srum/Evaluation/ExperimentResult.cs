using System.Text.Json;
using System.Text.Json.Serialization;
using Srum.Files;
using Srum.Numbers;
using Srum.Regions;
using Srum.Runs;

namespace Srum.Evaluation;

/// <summary>What an experiment found: <c>result.json</c>, schema 2. Rates lie in [0, 1], n counts prompts.</summary>
public sealed record ExperimentResult
{
    private const int Current = 2;

    /// <summary>Version of the layout: 2.</summary>
    [JsonPropertyOrder(-1)]
    public int Schema { get; init; } = Current;

    /// <summary>Name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>The command that made it.</summary>
    public required string Command { get; init; }

    /// <summary>Commit of the code; null where there is no git.</summary>
    public string? Commit { get; init; }

    /// <summary>Identity of the model that every recipe began with.</summary>
    public required string Model { get; init; }

    /// <summary>Who scored the pictures; null where nobody could (prompts that no evaluator knows).</summary>
    public required string? Evaluator { get; init; }

    /// <summary>
    /// The processor and the kernels of the process that ended the experiment; left out of files of before they were
    /// kept.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MachineUse? Machine { get; init; }

    /// <summary>
    /// Who proposed the regions; null where the objective asks about none, or nothing was judged.
    /// </summary>
    public required string? Proposer { get; init; }

    /// <summary>
    /// Share of the regions which segmentation finds that the proposer found too (<see cref="RegionRecall"/>), a
    /// prompt's pictures averaged; left out of the file where segmentation itself proposed, or nobody. n = 0:
    /// segmentation found none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Estimate? ProposerRecall { get; init; }

    /// <summary>The recipes, whole, in the order of the systems.</summary>
    public required IReadOnlyList<JsonElement> Recipes { get; init; }

    /// <summary>Seconds that the experiment took, interrupted runs together.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds by stage.</summary>
    public required IReadOnlyDictionary<string, double> StageSeconds { get; init; }

    /// <summary><see cref="Throughput.PicturesPerHour"/>; left out where nothing was drawn to learn from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PicturesPerHour { get; init; }

    /// <summary><see cref="Throughput.FloorPicturesPerHour"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FloorPicturesPerHour { get; init; }

    /// <summary><see cref="Throughput.ShareOfTime"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? ShareOfTime { get; init; }

    /// <summary>
    /// The system that the others are held against, by name: the one of the fullest objective, of several the last.
    /// </summary>
    public required string DefaultSystem { get; init; }

    /// <summary>Every evaluated system, the untrained one first.</summary>
    public required IReadOnlyList<SystemResult> Systems { get; init; }

    /// <summary>
    /// Every system at every guidance scale; left out of the file where there was one scale for all, or nothing was
    /// scored.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<GuidanceScore>? Guidance { get; init; }

    /// <summary>
    /// How well the judge tells right pictures from wrong ones, on the first round's; null where no system learnt from
    /// rewards.
    /// </summary>
    public JudgeResult? Judge { get; init; }

    /// <summary>
    /// What the pictures of each trained system show more or less of than the base's (<see cref="SignalDrift"/>), by
    /// system; left out of the file where evaluations hold no signals.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<SignalDrift>>? Signals { get; init; }

    /// <summary>
    /// What systems of several rounds drew to learn from, round by round; left out of the file where there is none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RoundResult>? Rounds { get; init; }

    /// <summary>
    /// Prompts that were evaluated, where not all could be scored: <see cref="Estimate.Count"/> of a system's rate says
    /// how many could. Left out of the file where all were.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EvaluationPrompts { get; init; }

    /// <summary>Differences between systems.</summary>
    public required IReadOnlyList<Comparison> Comparisons { get; init; }

    /// <summary>The systems that a recipe trained.</summary>
    [JsonIgnore]
    public IEnumerable<SystemResult> Trained => Systems.Where(system => system.Objective is not null);

    /// <summary>The scores of a system; null where it was not evaluated.</summary>
    public SystemResult? Find(string system) => Systems.FirstOrDefault(found => found.Name == system);

    /// <summary>The comparison a − b; null where it was not made.</summary>
    public Comparison? Compare(string a, string b) => Comparisons.FirstOrDefault(pair => pair.A == a && pair.B == b);

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecordFormat.Indented) + "\n";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SrumException">It is not there, or is no result of an experiment.</exception>
    public static ExperimentResult Read(string path) => File.Exists(path)
        ? Parse(TextFile.Read(path), path)
        : throw new SrumException($"There is no result in {path}: run 'srum run' first, or name another file.");

    /// <summary>Reads the text of a result file.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <exception cref="SrumException">It is no JSON, a field is missing, or the schema is another.</exception>
    public static ExperimentResult Parse(string json, string source)
    {
        const string Remedy = "It is no result of an experiment: run that again, or name another file.";
        var root = JsonFile.Parse<JsonElement>(json, source, RecordFormat.Indented, Remedy);
        var schema = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schema", out var number)
            && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var stated) ? stated : 0;
        return schema == Current
            ? JsonFile.Parse<ExperimentResult>(json, source, RecordFormat.Indented, Remedy)
            : throw new SrumException(
                $"{source} has {(schema == 0 ? "no schema" : $"schema {schema}")}, and this version reads schema "
                + $"{Current}. Read it with the version that wrote it, or run again in another folder.");
    }
}
