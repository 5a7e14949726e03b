using Srum.Audits;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Models;
using Srum.Regions;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>Measures what a model of the shapes world can do: it draws, judges, describes and thinks.</summary>
/// <param name="model">The model.</param>
/// <param name="draw">How it draws.</param>
/// <param name="prompts">Prompts of each kind of measure.</param>
/// <param name="seed">Decides prompts and scenes.</param>
/// <param name="progress">Receives how far it is; null = nobody.</param>
/// <param name="cancel">Stops between batches.</param>
internal sealed class ModelMeasurement(
    IUnifiedModel model, DrawSettings draw, int prompts, long seed, IProgress<StageProgress>? progress,
    CancellationToken cancel)
{
    private IProgress<StageProgress>? planned;

    private World World => model.Settings.World;

    /// <summary>The scores.</summary>
    public ModelScores Run()
    {
        PlannedStage[] stages =
        [
            new("draw seen combinations", WorkKind.Draw, prompts), new("draw held-out ones", WorkKind.Draw, prompts),
            new("judge", WorkKind.Judge, 2 * prompts), new("describe", WorkKind.Judge, 2 * prompts),
            .. model.Settings.Thinks ? (PlannedStage[])[new("think", WorkKind.Draw, prompts)] : [],
        ];
        planned = progress is null ? null : new PlannedProgress(progress, stages);
        var (seen, heldOut) = (Sample(CombinationGroup.Drawn), Sample(CombinationGroup.Tune));
        var drawnSeen = Drawn(stages[0], seen);
        var drawnHeldOut = Drawn(stages[1], heldOut);
        Trial[] trials = [.. seen.SelectMany((prompt, i) => TrialsOf(prompt, i))];
        var (rewards, sampleAuc) = Judged(stages[2], trials);
        var described = Described(stages[3], trials);
        return new ModelScores(
            Estimate.Of([.. drawnSeen.Select(check => check.Met.Average(met => met ? 1.0 : 0.0))]),
            Whole(drawnSeen),
            Whole(drawnHeldOut),
            heldOut.Zip(drawnHeldOut).GroupBy(pair => Words.Of(pair.First.Category))
                .ToDictionary(group => group.Key, group => Whole([.. group.Select(pair => pair.Second)])),
            rewards,
            sampleAuc,
            described,
            !model.Settings.Thinks ? null : Told(stages[4], () => ThinkingScores.Measure(
                model, draw, Sample(CombinationGroup.Tune, PromptCategory.Reasoning), cancel)));
    }

    private static Estimate Whole(SceneCheck[] checks) =>
        Estimate.Of([.. checks.Select(check => check.Correct ? 1.0 : 0.0)]);

    private ScenePrompt[] Sample(CombinationGroup group, params PromptCategory[] wanted)
    {
        var (random, sampler) = (new SeededRandom(seed + (int)group), new PromptSampler(World));
        var categories = wanted.Length > 0 ? wanted : Enum.GetValues<PromptCategory>();
        return [.. Enumerable.Range(0, prompts)
            .Select(i => sampler.Next(random, categories[i % categories.Length], group, PromptUse.Tune))];
    }

    // What holds of a picture of each prompt.
    private SceneCheck[] Drawn(PlannedStage stage, ScenePrompt[] wanted)
    {
        var drawings = new List<Drawing>(wanted.Length);
        foreach (var batch in wanted.Select((prompt, i) => new DrawRequest(prompt.Text, i)).Chunk(draw.BatchSize))
        {
            Tell(stage, drawings.Count);
            drawings.AddRange(model.Draw(batch, draw, cancel));
        }

        Tell(stage, stage.Left);
        return
        [
            .. wanted.Zip(drawings, (prompt, drawing) => SceneOracle.Truth(prompt, drawing.Picture, World).Check),
        ];
    }

    // A right picture of a prompt and a wrong one.
    private IEnumerable<Trial> TrialsOf(ScenePrompt prompt, int place)
    {
        var random = new SeededRandom(SeededRandom.SeedAt(seed, place));
        var right = SceneSampler.Next(random, prompt, World);
        var wrong = SceneFaults.Break(random, prompt, right, World);
        return
        [
            new Trial(prompt.Text, right, SceneRenderer.Render(right), IsRight: true),
            new Trial(prompt.Text, wrong, SceneRenderer.Render(wrong), IsRight: false),
        ];
    }

    private (JudgeResult Rewards, double? SampleAuc) Judged(PlannedStage stage, Trial[] trials)
    {
        JudgeRequest[] requests =
        [
            .. trials.Select((trial, i) => new JudgeRequest(
                $"{i / 2}", trial.Prompt, trial.IsRight ? "right" : "wrong", trial.Picture, i)),
        ];
        var judge = new Judge(model, new SegmentProposer(), questions: JudgeQuestions.All);
        var judged = Told(stage, () => judge.Run(requests, cancel));
        double?[] rewards =
        [
            .. requests.Zip(judged, (request, record) => new AuditedPicture(
                new EvaluationPrompt(request.PromptId, request.Prompt), request.Picture, record, Truth: null).Reward),
        ];
        return (
            Auc.Result(Items(i => rewards[i]), judged), Auc.WithinPrompts(Items(i => judged[i].Sample?.Score)));

        List<ScoredTruth> Items(Func<int, double?> score) =>
            [.. Enumerable.Range(0, trials.Length).Where(i => score(i) is not null)
                .Select(i => new ScoredTruth(trials[i].Prompt, score(i)!.Value, trials[i].IsRight))];
    }

    private Estimate Described(PlannedStage stage, Trial[] trials)
    {
        var wording = AskTemplate.Of(model.Settings);
        Question[] asked = [.. trials.Select(trial => wording.Ask(trial.Picture, Lessons.Describe))];
        var answers = Told(stage, () => model.Answer(asked, new AnswerSettings { MaxTokens = 96 }, cancel));
        return Estimate.Of(
        [
            .. answers.Zip(trials, (answer, trial) =>
                answer == JudgeChain.Describe(trial.Scene.Objects, trial.Scene.Background, placed: true) ? 1.0 : 0.0),
        ]);
    }

    private T Told<T>(PlannedStage stage, Func<T> work)
    {
        Tell(stage, 0);
        var done = work();
        Tell(stage, stage.Left);
        return done;
    }

    private void Tell(PlannedStage stage, long done) =>
        planned?.Report(new StageProgress(stage.Name, done, stage.Left));

    private sealed record Trial(string Prompt, Scene Scene, Picture Picture, bool IsRight);
}
