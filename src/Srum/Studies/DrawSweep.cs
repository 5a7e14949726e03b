using System.Diagnostics;
using Srum.Evaluation;
using Srum.Models;
using Srum.Runs;

namespace Srum.Studies;

/// <summary>
/// Draws the same prompts from the same noise under several settings, so that only the setting differs.
/// </summary>
public static class DrawSweep
{
    /// <summary>Draws and scores every setting.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="count">Pictures of each prompt.</param>
    /// <param name="settings">Names and settings.</param>
    /// <param name="evaluator">Scores the pictures.</param>
    /// <param name="progress">Told before each setting and at the end.</param>
    /// <param name="cancel">Ends the sweep between batches.</param>
    /// <returns>One a setting, in order.</returns>
    public static IReadOnlyList<SweptSetting> Run(
        IUnifiedModel model, IReadOnlyList<EvaluationPrompt> prompts, int count,
        IReadOnlyList<(string Name, DrawSettings Settings)> settings, IEvaluator evaluator,
        IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        var swept = new List<SweptSetting>();
        foreach (var (name, setting) in settings)
        {
            progress?.Report(new StageProgress("sweep", swept.Count, settings.Count, "settings", Detail: name));
            var clock = Stopwatch.StartNew();
            var pictures = DrawnPicture.Draw(model, prompts, count, setting, evaluator, cancel: cancel);
            swept.Add(
                new SweptSetting(name, setting, pictures, clock.Elapsed.TotalSeconds / Math.Max(1, pictures.Count)));
        }

        progress?.Report(new StageProgress("sweep", swept.Count, settings.Count, "settings"));
        return swept;
    }
}
