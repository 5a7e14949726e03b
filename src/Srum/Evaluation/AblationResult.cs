using System.Text.Json;
using System.Text.Json.Serialization;
using Srum.Training;

namespace Srum.Evaluation;

/// <summary>What an ablation found: <c>ablation.json</c>, schema 1.</summary>
public sealed record AblationResult
{
    /// <summary>Version of the layout: 1.</summary>
    [JsonPropertyOrder(-1)]
    public int Schema { get; init; } = 1;

    /// <summary>The compared settings, in the order of the table; the base is none of them.</summary>
    public required IReadOnlyList<AblationArm> Arms { get; init; }

    /// <summary>
    /// Their scores in the layout of <c>result.json</c>: the base first, then the arms in order. The comparisons are those of every
    /// arm with the base and with SFT, and of the arms with one another where they differ in the reward alone.
    /// </summary>
    public required RoundResult Result { get; init; }

    /// <summary>The name of the SFT arm, after however many rounds; <c>sft</c> where there is none.</summary>
    [JsonIgnore]
    public string Sft => Arms.Select(arm => arm.System).FirstOrDefault(name => name.StartsWith("sft-round", StringComparison.Ordinal)) ?? "sft";

    /// <summary>The scores of a system; null where it was not evaluated.</summary>
    public SystemResult? Find(string system) => Result.Systems.FirstOrDefault(found => found.Name == system);

    /// <summary>The comparison a − b; null where it was not made.</summary>
    public Comparison? Compare(string a, string b) => Result.Comparisons.FirstOrDefault(pair => pair.A == a && pair.B == b);

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RoundResult.Format) + "\n";

    /// <summary>Reads the text of a file.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <exception cref="SrumException">It is no JSON, a field is missing, or the schema is another.</exception>
    public static AblationResult Parse(string json, string source)
    {
        var result = JsonFile.Parse<AblationResult>(
            json, source, RoundResult.Format, "It is no result of an ablation: run the ablation again.");
        return result is { Schema: 1, Result.Schema: 1 }
            ? result
            : throw new SrumException(
                $"{source} has another schema than 1, which this version reads. Run the ablation again.");
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SrumException">It is not there, or is no result of an ablation.</exception>
    public static AblationResult Read(string path) => File.Exists(path)
        ? Parse(File.ReadAllText(path), path)
        : throw new SrumException($"There is no ablation in {path}: run 'srum ablate' first, or name another file.");
}

/// <summary>One of an ablation's settings.</summary>
/// <param name="System">Name of the systems trained so.</param>
/// <param name="Reward">What makes their weights, in words.</param>
/// <param name="Weights">The weights of the training pictures.</param>
/// <param name="Lambda">λ_c, which the constraint adds to every weight.</param>
public sealed record AblationArm(string System, string Reward, WeightSpread Weights, double Lambda);
