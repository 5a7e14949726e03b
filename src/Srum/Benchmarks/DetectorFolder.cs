using System.Text.Json.Nodes;
using Srum.Files;
using Srum.Formats;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Benchmarks;

/// <summary>
/// Lays the pictures out for GenEval's own script: <c>00012/metadata.jsonl</c>, <c>00012/samples/0003.png</c>.
/// </summary>
public static class DetectorFolder
{
    /// <summary>Writes the folder.</summary>
    /// <param name="run">The run that holds the pictures.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="prompts">GenEval's prompts.</param>
    /// <param name="drawn">The drawn pictures.</param>
    /// <exception cref="SrumException">A file cannot be written.</exception>
    public static void Write(
        RunFolder run, string folder, IReadOnlyList<BenchmarkPrompt> prompts, IReadOnlyList<RolloutRecord> drawn)
    {
        var pictures = drawn.ToLookup(record => record.PromptId);
        foreach (var prompt in prompts.Where(prompt => pictures.Contains($"{prompt.Id}")))
        {
            var own = Path.Combine(folder, $"{prompt.Id:D5}");
            Directory.CreateDirectory(Path.Combine(own, "samples"));
            JsonLines.Write(Path.Combine(own, "metadata.jsonl"), [JsonObject.Create(prompt.Json)!]);
            foreach (var record in pictures[$"{prompt.Id}"])
            {
                AtomicFile.Write(
                    Path.Combine(own, "samples", $"{BenchmarkStage.NumberOf(record):D4}.png"),
                    File.ReadAllBytes(run.File(record.PictureFile)));
            }
        }
    }
}
