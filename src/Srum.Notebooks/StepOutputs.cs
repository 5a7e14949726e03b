using System.Text.Json.Nodes;
using Srum.Notebooks.Checks;

namespace Srum.Notebooks;

/// <summary>
/// Gathers what the host reports, as a notebook's front end does: text joined, updated displays in their old place. The
/// script that charts are drawn with is left out.
/// </summary>
internal sealed class StepOutputs
{
    private readonly List<List<(JsonObject Output, string? Identity)>> steps = [];

    public IReadOnlyList<JsonObject> this[int step] =>
        step < steps.Count ? [.. steps[step].Select(shown => shown.Output)] : [];

    public void Add(int step, JsonObject output, string? identity)
    {
        if (HtmlText.IsPlotly(output))
        {
            return;
        }

        while (steps.Count <= step)
        {
            steps.Add([]);
        }

        if (identity is null || !Update(output, identity))
        {
            if (!Join(steps[step], output))
            {
                steps[step].Add((output, identity));
            }
        }
    }

    // An update may come from a later step than the display: Jupyter changes the first one's output then, and so do we.
    private bool Update(JsonObject output, string identity)
    {
        foreach (var step in steps)
        {
            for (var i = 0; i < step.Count; i++)
            {
                if (step[i].Identity == identity)
                {
                    step[i] = (output, identity);
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Join(List<(JsonObject Output, string? Identity)> step, JsonObject output)
    {
        if (step.Count == 0 || (string?)output["output_type"] != "stream"
            || (string?)step[^1].Output["output_type"] != "stream"
            || (string?)step[^1].Output["name"] != (string?)output["name"])
        {
            return false;
        }

        var lines = (JsonArray)step[^1].Output["text"]!;
        foreach (var line in ((JsonArray)output["text"]!).Select(line => (string)line!))
        {
            if (lines.Count > 0 && !((string)lines[^1]!).EndsWith('\n'))
            {
                lines[^1] = (string)lines[^1]! + line;
            }
            else
            {
                lines.Add(JsonValue.Create(line));
            }
        }

        return true;
    }
}
