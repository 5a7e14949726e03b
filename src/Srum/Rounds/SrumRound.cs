using System.Text.Json;
using Srum.Evaluation;
using Srum.Models;
using Srum.Rewards;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>
/// One round of SRUM, or several: the model draws, judges what it drew, and is trained on the judged pictures; base, SFT and SRUM (or what
/// the settings name) are evaluated on prompts of their own. Every stage does only what is missing, so the same call goes on after a kill.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="model">
/// The model that learns; stays the caller's. Its systems are trained in it one after another, each from the weights that it
/// came with, and it has those again in the end.
/// </param>
/// <param name="settings">The round's settings.</param>
/// <param name="evaluator">Who scores; no reward ever comes from it.</param>
/// <param name="proposer">Says where the judge looks; null takes <see cref="SegmentProposer"/>.</param>
public sealed class SrumRound(RunFolder run, IUnifiedModel model, RoundSettings settings, IEvaluator evaluator, IRegionProposer? proposer = null)
{
    private readonly IRegionProposer proposer = proposer ?? new SegmentProposer();

    /// <summary>Folder of the judgement cache; null = none. Default: the one that runs side by side share.</summary>
    public string? Cache { get; init; } = run.JudgementCache;

    /// <summary>
    /// Prompts that choose each system's guidance where there are several (<see cref="RoundSettings.Guidances"/>), as many as are evaluated;
    /// null (default) = the evaluated ones, whose figures are then the best of several.
    /// </summary>
    public PromptSet? Choosing { get; init; }

    /// <summary>A recorded result to show beside this one; null (default) = none.</summary>
    public RoundResult? Recorded { get; init; }

    /// <summary>Runs all stages and writes <c>result.json</c> and <c>report.html</c>.</summary>
    /// <param name="rollout">Prompts to train on.</param>
    /// <param name="evaluation">Prompts to evaluate on.</param>
    /// <param name="command">The command, for the result.</param>
    /// <param name="progress">Told as it goes.</param>
    /// <param name="cancel">Stops cleanly; the same call goes on.</param>
    public RoundResult Run(
        PromptSet rollout, PromptSet evaluation, string command, IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        // More rounds go on from those that are done, and another guidance is another evaluation.
        run.KeepSettings(JsonSerializer.SerializeToElement(
            new { Model = model.Identity, Rollout = Named(rollout), Evaluation = Named(evaluation), Evaluator = evaluator.Name, Proposer = proposer.Name, Settings = settings with { LaterRounds = 0, Guidances = null } },
            RecordFormat.Line));
        var pictures = Pictures(evaluation, settings);
        TrainSettings[] recipes = [.. settings.Beside.Count > 0 ? AblationArms.Of(settings.Beside, settings.Train) : [], settings.Train];
        var stages = new RoundStages(run, model, settings.Asking(recipes), evaluator, proposer, Cache) { Choosing = Choosing is null ? null : Pictures(Choosing, settings) };
        var result = stages.Run(recipes, rollout, pictures, Pairs, command, progress, cancel);
        run.Write(result.ToJson(), "result.json");
        RoundReport.Write(run, result, settings, pictures, Recorded);
        return result;
    }

    // A file that was edited is another set, whatever its name.
    private static string Named(PromptSet set) => $"{set.Name} {ContentKey.Of(set.Prompts)}";

    /// <summary>What is drawn to evaluate a system: prompts spread over the whole set, so that a few have every category, with their seeds.</summary>
    public static (EvaluationPrompt Prompt, long Seed)[] Pictures(PromptSet evaluation, RoundSettings settings)
    {
        var all = evaluation.Prompts;
        var count = settings.EvaluationPrompts > 0 ? Math.Min(settings.EvaluationPrompts, all.Count) : all.Count;
        return [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)]).SelectMany(prompt =>
            Enumerable.Range(0, settings.EvaluationPictures).Select(k => (
                new EvaluationPrompt($"{prompt.Id}", prompt.Text, prompt.Category), ContentKey.Seed("evaluation", prompt.Text, k))))];
    }

    private static IEnumerable<(SystemScores A, SystemScores B)> Pairs(IReadOnlyList<SystemScores> systems) =>
        from a in Enumerable.Range(0, systems.Count) from b in Enumerable.Range(0, a) select (systems[a], systems[b]);
}
