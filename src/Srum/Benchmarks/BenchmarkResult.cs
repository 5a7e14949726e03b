using System.Text.Json;
using System.Text.Json.Serialization;
using Srum.Runs;

namespace Srum.Benchmarks;

/// <summary>What a benchmark found: <c>benchmark.json</c>, schema 1.</summary>
public sealed record BenchmarkResult
{
    /// <summary>Version of the layout: 1.</summary>
    [JsonPropertyOrder(-1)]
    public int Schema { get; init; } = 1;

    /// <summary>Name of the benchmark.</summary>
    public required string Benchmark { get; init; }

    /// <summary>The command that made it.</summary>
    public required string Command { get; init; }

    /// <summary>Commit of the code; null where there is no git.</summary>
    public string? Commit { get; init; }

    /// <summary>Identity of the model that drew.</summary>
    public required string Model { get; init; }

    /// <summary>Who marked.</summary>
    public required string Marker { get; init; }

    /// <summary>The prompt file's name and the key of its prompts.</summary>
    public required string Prompts { get; init; }

    /// <summary>Whether the model thought before drawing.</summary>
    public required bool Thinks { get; init; }

    /// <summary>Pictures of each prompt.</summary>
    public required int Pictures { get; init; }

    /// <summary>How the pictures were drawn.</summary>
    public required JsonElement Settings { get; init; }

    /// <summary>The scores.</summary>
    public required BenchmarkScores Scores { get; init; }

    /// <summary>
    /// What must be known to read them: what was left out, what stands in the file twice, whose opinion they are.
    /// </summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Published results, for the page.</summary>
    public required IReadOnlyList<PublishedFigure> Published { get; init; }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecordFormat.Indented) + "\n";
}
