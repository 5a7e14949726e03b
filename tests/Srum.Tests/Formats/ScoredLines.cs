using System.Text.Json;
using Srum.Formats;

namespace Srum.Tests.Formats;

/// <summary>Scored lines for tests, in upstream's form.</summary>
internal static class ScoredLines
{
    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public static ScoredLine Read(string text) => ScoredLine.Read(new JsonLine("scored.jsonl", 1, Json(text), null));

    /// <summary>A line with regions and a layout over a picture of the given size.</summary>
    public static string Line(
        string file, string regions, string layout, int width = 48, int height = 32, string reply = "",
        string more = "") =>
        $$"""{"image_file": "{{file}}", "prompt": "a red cup", "vlm_rewards": [{{regions}}], """
        + "\"global_layout_reward\": "
        + $$"""{"global_layout_score": {{layout}}, "bbox": [0, 0, {{width}}, {{height}}], """
        + $"\"area\": {width * height}}}, \"vlm_raw_output\": {JsonSerializer.Serialize(reply)}{more}}}";

    public static string Region(string name, string score, string box = "[2, 3, 22, 18]", string more = "") =>
        $$"""{"identified_object": "{{name}}", "score": {{score}}, "bbox": {{box}}, "area": 250{{more}}}""";
}
