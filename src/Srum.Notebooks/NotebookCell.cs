using System.Text.Json.Nodes;
using Srum.Notebooks.Checks;

namespace Srum.Notebooks;

/// <summary>A cell as it is stored.</summary>
/// <param name="Number">Its place in the notebook, from 1, prose counted too: what reports call it by.</param>
/// <param name="Json">The cell's JSON.</param>
internal sealed record NotebookCell(int Number, JsonObject Json)
{
    public bool IsCode => (string?)Json["cell_type"] == "code";

    public bool IsProse => (string?)Json["cell_type"] == "markdown";

    /// <summary>The cell's text, lines ended by LF.</summary>
    public string Source => Text(Json["source"]);

    public IEnumerable<string> Tags =>
        (Json["metadata"]?["tags"] as JsonArray)?.Select(tag => (string?)tag ?? "") ?? [];

    /// <summary>
    /// Code that a reader may run in the cell's place, from the metadata <c>srum.alternative</c>; null = none.
    /// </summary>
    public string? Alternative => Json["metadata"]?["srum"]?["alternative"] is { } code ? Text(code) : null;

    /// <summary>
    /// How closely its outputs are compared with its golden file, from the metadata <c>srum.compare</c>.
    /// </summary>
    /// <exception cref="SrumException">The metadata says something else than shape or kinds.</exception>
    public Comparing Comparing => (string?)Json["metadata"]?["srum"]?["compare"] switch
    {
        null => Comparing.Text,
        "shape" => Comparing.Shape,
        "kinds" => Comparing.Kinds,
        var other => throw new SrumException(
            $"Cell {Number}'s metadata srum.compare is '{other}': say shape or kinds, or leave it out for exact text."),
    };

    public IReadOnlyList<JsonObject> Outputs => (Json["outputs"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];

    /// <summary>nbformat keeps a text as one string or as a list of lines.</summary>
    public static string Text(JsonNode? text) =>
        text is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)text ?? "";
}
