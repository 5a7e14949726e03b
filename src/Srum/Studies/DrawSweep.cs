using System.Diagnostics;
using Srum.Evaluation;
using Srum.Models;
using Srum.Runs;

namespace Srum.Studies;

/// <summary>One setting of a sweep and what it drew.</summary>
/// <param name="Name">Its name, for tables.</param>
/// <param name="Settings">How it drew.</param>
/// <param name="Pictures">The pictures: the same prompts and seeds in the same order for every setting.</param>
/// <param name="SecondsPerPicture">Drawing and scoring, of one picture, in the batch.</param>
public sealed record SweptSetting(
    string Name, DrawSettings Settings, IReadOnlyList<DrawnPicture> Pictures, double SecondsPerPicture)
{
    /// <summary>Share of pictures in which the whole prompt is right.</summary>
    public Estimate Whole => DrawnPicture.Whole(Pictures);

    /// <summary>Mean partial score, in [0, 1].</summary>
    public Estimate Partial => DrawnPicture.Partial(Pictures);
}

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
    /// <param name="evaluator">Who scores.</param>
    /// <param name="progress">Told after every setting.</param>
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
            var pictures = DrawnPicture.Draw(model, prompts, count, setting, evaluator, cancel);
            swept.Add(
                new SweptSetting(name, setting, pictures, clock.Elapsed.TotalSeconds / Math.Max(1, pictures.Count)));
        }

        progress?.Report(new StageProgress("sweep", swept.Count, settings.Count, "settings"));
        return swept;
    }
}
