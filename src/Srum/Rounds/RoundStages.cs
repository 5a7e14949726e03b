using System.Text.Json;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Models;
using Srum.Numbers;
using Srum.Rewards;
using Srum.Rollout;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>
/// What a round and an ablation share: pictures are drawn and judged once, systems are trained on them, and all are evaluated
/// on the same prompts. Every stage does only what is missing, so the same call goes on after a kill.
/// </summary>
internal sealed class RoundStages(
    RunFolder run, IUnifiedModel model, RoundSettings settings, IEvaluator evaluator, IRegionProposer proposer, string? cache)
{
    /// <summary>What is drawn to choose each system's guidance; null (default) = what is evaluated.</summary>
    public IReadOnlyList<(EvaluationPrompt Prompt, long Seed)>? Choosing { get; init; }

    /// <summary>Runs all stages.</summary>
    /// <param name="recipes">One a system besides the base; each is trained once with each of the settings' training seeds.</param>
    /// <param name="rollout">Prompts to train on.</param>
    /// <param name="evaluation">What is drawn to evaluate.</param>
    /// <param name="pairs">Which systems are compared; the base comes first. Not called where nothing was scored.</param>
    /// <param name="command">The command, for the result.</param>
    /// <param name="progress">Told as it goes.</param>
    /// <param name="cancel">Stops cleanly.</param>
    public RoundResult Run(
        IReadOnlyList<TrainSettings> recipes, PromptSet rollout, IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> evaluation,
        Func<IReadOnlyList<SystemScores>, IEnumerable<(SystemScores A, SystemScores B)>> pairs, string command,
        IProgress<StageProgress>? progress, CancellationToken cancel)
    {
        var evaluated = new SystemEvaluation(run, settings, evaluator, evaluation, Choosing);
        var chain = new TrainingChain(run, model, settings, proposer, cache);
        if (recipes.Any(recipe => recipe.Rendered))
        {
            // Before an hour has gone into drawing.
            RenderedSet.Scenes([.. Enumerable.Range(0, settings.LaterRounds + 1)
                .SelectMany(round => chain.Stretch(rollout, round).Prompts).Select(prompt => prompt.Text)]);
        }

        progress = progress is null ? null
            : new PlannedProgress(progress, new RoundPlan(run, settings, evaluated).Stages(recipes, rollout));
        var drawn = RolloutStage.Run(run, model, rollout, settings.Rollout, progress: progress, cancel: cancel);
        var judged = JudgeStage.Run(run, model, drawn, proposer, settings.Judge, cache, progress: progress, cancel: cancel);
        var untrained = evaluated.Run("base", model, progress, cancel);
        using var start = new StartWeights(model, settings.Train.Forward);
        var (number, trainings) = (0, recipes.Count * settings.TrainingSeeds.Count);
        // Seed by seed, so that whoever stops early has every system with the same seeds.
        var trained = settings.TrainingSeeds.Select(seed => recipes.Select(recipe => Trained(recipe with { Seed = seed })).ToArray()).ToArray();
        (string Name, IReadOnlyList<long> Seeds, IReadOnlyList<ScaleRecords>[] Trainings)[] systems =
        [
            ("base", [], [untrained]),
            .. recipes.Select((recipe, i) => (LastRound(recipe).SystemName, settings.TrainingSeeds, trained.Select(system => system[i]).ToArray())),
        ];

        // Drawings of prompts that no evaluator knows are results too: the page shows them, without rates.
        int[] scales = [.. systems.Select(system => evaluated.Best(system.Trainings))];
        IReadOnlyList<EvaluationRecord>[][] records = [.. systems.Zip(scales, (system, scale) => At(scale, system.Trainings))];
        IReadOnlyList<EvaluationRecord>[] evaluations = [.. records.SelectMany(training => training)];
        SystemScores[] scores = PromptEvaluation.CanTabulate(evaluations)
            ? [.. systems.Zip(records, (system, own) => PromptEvaluation.Tabulate(system.Name, system.Seeds, own, evaluations))]
            : [];
        SystemResult[] results = scores.Length > 0 ? [.. scores.Select(score => score.Result)] : [.. systems.Select(system => SystemResult.Unscored(system.Name, system.Seeds))];
        var scored = scores.Length > 0 ? scores[0].Categories.Count : 0;
        var asked = evaluation.DistinctBy(picture => picture.Prompt.Id).Count();
        return new RoundResult
        {
            Name = Path.GetFileName(Path.GetFullPath(run.Path)),
            Command = command,
            Commit = GitCommit.Current(),
            Model = model.Identity,
            Evaluator = scores.Length > 0 ? evaluator.Name : null,
            Proposer = proposer.Name,
            ProposerRecall = ProposerRecall(judged),
            Settings = JsonSerializer.SerializeToElement(settings, RecordFormat.Line),
            Machine = MachineUse.Now(),
            Seconds = Math.Round(run.Seconds.Values.Sum(), 1),
            StageSeconds = run.Seconds.ToDictionary(stage => stage.Key, stage => Math.Round(stage.Value, 1)),
            DefaultSystem = LastRound(settings.Train).SystemName,
            Systems = [.. results.Zip(scales, (result, scale) => result with { Guidance = evaluated.Chosen(scale) })],
            Guidance = settings.Guidances is null || scores.Length == 0
                ? null : [.. systems.Zip(scales).SelectMany(pair => evaluated.Table(pair.First.Name, pair.First.Seeds, pair.First.Trainings, pair.Second))],
            Judge = AuditJudge(drawn, judged),
            Signals = Drifts([.. systems.Zip(records, (system, own) => (system.Name, own))]),
            EvaluationPrompts = RoundReport.Scored(scored, asked) is null ? null : asked,
            // Of one prompt nothing could be said but which system it favours.
            Comparisons = scores is [{ Categories.Count: > 1 }, ..]
                ? [.. pairs(scores).Select(pair => PairedBootstrap.CompareByCategory(pair.A, pair.B, seed: 0))] : [],
        };

        static IReadOnlyList<EvaluationRecord>[] At(int scale, IReadOnlyList<ScaleRecords>[] trainings) => [.. trainings.Select(training => training[scale].Evaluated)];

        IReadOnlyList<ScaleRecords> Trained(TrainSettings recipe)
        {
            number++;
            try
            {
                var system = chain.Run(recipe, rollout, judged, Told, cancel);
                return evaluated.Run(TrainStage.NameOf(LastRound(recipe)), system, Told(settings.LaterRounds), cancel);
            }
            finally
            {
                start.Restore();
            }
        }

        TrainSettings LastRound(TrainSettings recipe) => recipe with { EarlierRounds = settings.LaterRounds };

        IProgress<StageProgress>? Told(int round) => progress is null ? null : new OneOfMany(
            progress, $"training {number} of {trainings}" + (settings.LaterRounds == 0 ? "" : $", round {round + 1} of {settings.LaterRounds + 1}"));
    }

    // Each system at its own guidance, all of its trainings together, against the base, which comes first.
    private static IReadOnlyDictionary<string, IReadOnlyList<SignalDrift>>? Drifts(IReadOnlyList<(string Name, IReadOnlyList<EvaluationRecord>[] Trainings)> systems)
    {
        var drifts = systems.Skip(1).ToDictionary(
            system => system.Name, system => SignalDrift.Compare(systems[0].Trainings[0], [.. system.Trainings.SelectMany(training => training)]));
        return drifts.Values.Any(signals => signals.Count > 0) ? drifts : null;
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
            [.. segments.Propose(run.Picture(record.PictureFile)).Take(settings.Judge.MaxRegions)],
            [.. record.Regions.Select(region => region.Box)])));
        return Estimate.ByPrompt(recalls.Where(picture => picture.Recall is not null), picture => picture.PromptId, picture => picture.Recall!.Value);
    }

    private JudgeResult AuditJudge(IReadOnlyList<RolloutRecord> drawn, IReadOnlyList<JudgeRecord> judged)
    {
        var pictures = drawn.Select(record => run.Picture(record.PictureFile)).ToArray();
        var truths = evaluator.Score([.. drawn.Zip(pictures, (record, picture) =>
            new EvaluatedPicture(new EvaluationPrompt(record.PromptId, record.Prompt, record.Category), picture))]);
        var items = new List<ScoredTruth>();
        for (var i = 0; i < drawn.Count; i++)
        {
            if (truths[i] is { } truth && DualReward.From(judged[i], pictures[i].Width, pictures[i].Height, settings.Train.Reward) is { } reward)
            {
                var map = RewardMap.Paint(settings.Train.Rule, pictures[i].Width, pictures[i].Height, reward);
                items.Add(new ScoredTruth(drawn[i].Prompt, map.Mean, truth.Correct));
            }
        }

        return new JudgeResult(Auc.WithinPrompts(items), Auc.Pooled(items), items.Count, judged.Sum(record => record.Unanswered));
    }

    private sealed class OneOfMany(IProgress<StageProgress> progress, string place) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) =>
            progress.Report(value with { Detail = value.Detail is { } own ? $"{own}, {place}" : place });
    }
}
