using System.Text.Json;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Models;
using Srum.Rewards;
using Srum.Rollout;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>
/// One round of SRUM: the model draws, judges what it drew, and is trained on the judged pictures; base, SFT and SRUM are
/// evaluated on prompts of their own. Every stage does only what is missing, so the same call goes on after a kill.
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
    /// <summary>Pictures of each system that the report shows.</summary>
    private const int Shown = 24;

    private readonly IRegionProposer proposer = proposer ?? new SegmentProposer();

    /// <summary>Folder of the judgement cache; null = none. Default: the one that runs side by side share.</summary>
    public string? Cache { get; init; } = run.JudgementCache;

    /// <summary>Runs all stages and writes <c>result.json</c> and <c>report.html</c>.</summary>
    /// <param name="rollout">Prompts to train on.</param>
    /// <param name="evaluation">Prompts to evaluate on.</param>
    /// <param name="command">The command, for the result.</param>
    /// <param name="progress">Told as it goes.</param>
    /// <param name="cancel">Stops cleanly; the same call goes on.</param>
    public RoundResult Run(
        PromptSet rollout, PromptSet evaluation, string command, IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        var kept = JsonSerializer.SerializeToElement(settings, RecordFormat.Line);
        run.KeepSettings(JsonSerializer.SerializeToElement(
            new { Model = model.Identity, Rollout = Named(rollout), Evaluation = Named(evaluation), Evaluator = evaluator.Name, Proposer = proposer.Name, Settings = settings },
            RecordFormat.Line));
        var drawn = RolloutStage.Run(run, model, rollout, settings.Rollout, progress: progress, cancel: cancel);
        var judged = JudgeStage.Run(run, model, drawn, proposer, settings.Judge, Cache, progress: progress, cancel: cancel);
        var pictures = Pictures(evaluation, settings);
        var systems = new List<(string Name, IReadOnlyList<long> Seeds, IReadOnlyList<EvaluationRecord>[] Records)>
        {
            ("base", [], [EvaluateStage.Run(run, "base", model, pictures, settings.Draw, evaluator, Shown, progress: progress, cancel: cancel)]),
        };
        using var start = new StartWeights(model, settings.Train.Forward);
        foreach (var recipe in (TrainSettings[])[settings.Train.AsSft(), settings.Train])
        {
            systems.Add((recipe.SystemName, settings.TrainingSeeds, [.. settings.TrainingSeeds.Select(seed => Trained(recipe with { Seed = seed }))]));
        }

        // Drawings of prompts that no evaluator knows are results too: the page shows them, without rates.
        IReadOnlyList<EvaluationRecord>[] evaluations = [.. systems.SelectMany(system => system.Records)];
        SystemScores[] scores = PromptEvaluation.CanTabulate(evaluations)
            ? [.. systems.Select(system => PromptEvaluation.Tabulate(system.Name, system.Seeds, system.Records, evaluations))]
            : [];
        var result = new RoundResult
        {
            Name = Path.GetFileName(Path.GetFullPath(run.Path)),
            Command = command,
            Commit = GitCommit.Current(),
            Model = model.Identity,
            Evaluator = scores.Length > 0 ? evaluator.Name : null,
            Proposer = proposer.Name,
            ProposerRecall = ProposerRecall(judged),
            Settings = kept,
            Seconds = Math.Round(run.Seconds.Values.Sum(), 1),
            StageSeconds = run.Seconds.ToDictionary(stage => stage.Key, stage => Math.Round(stage.Value, 1)),
            DefaultSystem = settings.Train.SystemName,
            Systems = scores.Length > 0 ? [.. scores.Select(score => score.Result)] : [.. systems.Select(system => SystemResult.Unscored(system.Name, system.Seeds))],
            Judge = AuditJudge(drawn, judged),
            Comparisons = [.. Pairs(scores).Select(pair => PairedBootstrap.Compare(pair.A, pair.B, seed: 0))],
        };
        run.Write(result.ToJson(), "result.json");
        RoundReport.Write(run, result, settings, pictures);
        return result;

        IReadOnlyList<EvaluationRecord> Trained(TrainSettings recipe)
        {
            try
            {
                TrainStage.Run(run, model, Examples(judged, recipe), recipe, progress, cancel);
                return EvaluateStage.Run(run, TrainStage.NameOf(recipe), model, pictures, settings.Draw, evaluator, Shown, progress: progress, cancel: cancel);
            }
            finally
            {
                start.Restore();
            }
        }
    }

    /// <summary>
    /// The judged pictures that a recipe can train on. Every recipe leaves out pictures without a layout score, so that all
    /// systems see the same pictures.
    /// </summary>
    public IReadOnlyList<TrainExample> Examples(IReadOnlyList<JudgeRecord> judged, TrainSettings recipe)
    {
        var examples = new List<TrainExample>();
        foreach (var record in judged.Where(record => record.Layout.Score is not null))
        {
            var picture = PictureFile.Read(run.File(record.PictureFile));
            var reward = DualReward.From(record, picture.Width, picture.Height, recipe.Reward);
            if (reward is not null || !recipe.Weighted)
            {
                examples.Add(new TrainExample(record.PictureFile, record.Prompt, () => PictureFile.Read(run.File(record.PictureFile)), reward));
            }
        }

        return examples;
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

    // Against segmentation, which needs no truth: of its own boxes its recall would say nothing.
    private Estimate? ProposerRecall(IReadOnlyList<JudgeRecord> judged)
    {
        if (proposer is SegmentProposer)
        {
            return null;
        }

        var segments = new SegmentProposer();
        var recalls = judged.Select(record => (record.PromptId, Recall: RegionRecall.Of(
            [.. segments.Propose(PictureFile.Read(run.File(record.PictureFile))).Take(settings.Judge.MaxRegions)], [.. record.Regions.Select(region => region.Box)])));
        return Estimate.Of([.. recalls.Where(picture => picture.Recall is not null).GroupBy(picture => picture.PromptId).Select(prompt => prompt.Average(picture => picture.Recall!.Value))]);
    }

    private JudgeResult AuditJudge(IReadOnlyList<RolloutRecord> drawn, IReadOnlyList<JudgeRecord> judged)
    {
        var pictures = drawn.Select(record => PictureFile.Read(run.File(record.PictureFile))).ToArray();
        var truths = evaluator.Score([.. drawn.Zip(pictures, (record, picture) =>
            new EvaluatedPicture(new EvaluationPrompt(record.PromptId, record.Prompt, record.Category), picture))]);
        var items = new List<ScoredTruth>();
        for (var i = 0; i < drawn.Count; i++)
        {
            if (truths[i] is { } truth && DualReward.From(judged[i], pictures[i].Width, pictures[i].Height) is { } reward)
            {
                var map = RewardMap.Paint(settings.Train.Rule, pictures[i].Width, pictures[i].Height, reward);
                items.Add(new ScoredTruth(drawn[i].Prompt, map.Pixels.Average(weight => (double)weight), truth.Correct));
            }
        }

        return new JudgeResult(Auc.WithinPrompts(items), Auc.Pooled(items), items.Count, judged.Sum(record => record.Unanswered));
    }

    private static IEnumerable<(SystemScores A, SystemScores B)> Pairs(SystemScores[] systems) =>
        from a in Enumerable.Range(0, systems.Length) from b in Enumerable.Range(0, a) select (systems[a], systems[b]);
}
