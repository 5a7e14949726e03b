using System.Text.Json.Nodes;

namespace Srum.Notebooks.Checks;

/// <summary>An output as golden files hold it: what a reader sees, without markup.</summary>
/// <param name="Kind">nbformat's output type; for a stream its name too.</param>
/// <param name="Mimes">Its MIME types, sorted.</param>
/// <param name="Text">Its words, a fragment each; empty where only kinds are compared.</param>
/// <param name="Pictures">Its pictures in words; empty where only kinds are compared.</param>
internal sealed record ShownOutput(
    string Kind, IReadOnlyList<string> Mimes, IReadOnlyList<string> Text, IReadOnlyList<string> Pictures)
{
    /// <summary>
    /// Output kinds and MIME types alone, with what a host splits or adds undone: two hosts must agree on them.
    /// </summary>
    public static IReadOnlyList<string> Kinds(IEnumerable<JsonObject> outputs)
    {
        var kinds = new List<string>();
        foreach (var output in outputs.Where(output => !HtmlText.IsHostBlock(output)))
        {
            var kind = string.Join(' ', [KindOf(output), .. MimesOf(output)]);
            if (kinds.Count == 0 || kinds[^1] != kind || !kind.StartsWith("stream", StringComparison.Ordinal))
            {
                kinds.Add(kind);
            }
        }

        return kinds;
    }

    /// <summary>What a cell showed, as much of it as is compared.</summary>
    public static IReadOnlyList<ShownOutput> Of(IEnumerable<JsonObject> outputs, Comparing mode) =>
        [.. outputs.Select(output => Of(output, mode))];

    private static ShownOutput Of(JsonObject output, Comparing mode)
    {
        var data = output["data"] as JsonObject;
        var html = data?["text/html"] is { } rich ? NotebookCell.Text(rich) : null;
        var words = html is not null && mode == Comparing.Shape ? HtmlText.WithoutVerdicts(html) : html;
        string[] text = words is not null ? HtmlText.Fragments(words) : Plain(output, data);
        var pictures = html is not null ? HtmlText.Pictures(html)
            : data?["image/png"] is { } png ? [Convert.FromBase64String(NotebookCell.Text(png))] : [];
        return new ShownOutput(
            KindOf(output),
            MimesOf(output),
            mode == Comparing.Kinds ? [] : [.. mode == Comparing.Shape ? NumberText.Blank(text) : text],
            mode == Comparing.Kinds ? [] : [.. pictures.Select(PictureWords.Of)]);
    }

    // A column of figures is padded by as many spaces as its numbers leave: they are not words.
    private static string[] Plain(JsonObject output, JsonObject? data) =>
        [
            .. NotebookCell.Text(output["text"] ?? output["evalue"] ?? data?["text/plain"]).Split('\n')
                .Select(HtmlText.OneSpace)
                .Where(line => line.Length > 0),
        ];

    private static string KindOf(JsonObject output) =>
        string.Join(' ', new[] { (string?)output["output_type"], (string?)output["name"] }.OfType<string>());

    private static IReadOnlyList<string> MimesOf(JsonObject output) =>
        output["data"] is JsonObject data ? [.. data.Select(item => item.Key).Order(StringComparer.Ordinal)] : [];
}
