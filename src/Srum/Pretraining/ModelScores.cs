using Srum.Audits;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Models;
using Srum.Regions;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>
/// What a model of the shapes world can do, on seen and on held-out combinations. Rates lie in [0, 1].
/// </summary>
/// <param name="ObjectsRight">Share of required objects drawn right, on seen combinations.</param>
/// <param name="WholePromptsSeen">Share of prompts drawn wholly right, on seen combinations.</param>
/// <param name="WholePromptsHeldOut">The same on combinations of <c>tune</c>.</param>
/// <param name="ByCategory">Whole prompts by category, held out.</param>
/// <param name="Judge">
/// The judge on rendered pictures, a right and a wrong one of each prompt: mean token weight of the published map.
/// </param>
/// <param name="SampleAuc">AUC within prompts of the whole-picture score.</param>
/// <param name="Described">Share of rendered pictures whose description is exact.</param>
/// <param name="Thinking">
/// What a thought before drawing is worth on reasoning prompts, held out; null = the model writes none.
/// </param>
public sealed record ModelScores(
    Estimate ObjectsRight,
    Estimate WholePromptsSeen,
    Estimate WholePromptsHeldOut,
    IReadOnlyDictionary<string, Estimate> ByCategory,
    JudgeResult Judge,
    double? SampleAuc,
    Estimate Described,
    ThinkingScores? Thinking)
{
    /// <summary>Measures a model.</summary>
    /// <param name="model">A model that knows the shapes world.</param>
    /// <param name="draw">How it draws.</param>
    /// <param name="prompts">Prompts of each kind of measure.</param>
    /// <param name="seed">
    /// Decides prompts and scenes. The picture of the n-th prompt, from 0, is drawn from seed n, whatever this one is.
    /// </param>
    /// <param name="progress">Receives how far it is.</param>
    /// <param name="cancel">Stops between batches.</param>
    public static ModelScores Measure(
        IUnifiedModel model, DrawSettings draw, int prompts = 280, long seed = 0,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancel = default)
    {
        PlannedStage[] stages =
        [
            new("draw seen combinations", WorkKind.Draw, prompts), new("draw held-out ones", WorkKind.Draw, prompts),
            new("judge", WorkKind.Judge, 2 * prompts), new("describe", WorkKind.Judge, 2 * prompts),
            .. model.Settings.Thinks ? (PlannedStage[])[new("think", WorkKind.Draw, prompts)] : [],
        ];
        var planned = progress is null ? null : new PlannedProgress(progress, stages);
        var world = model.Settings.World;
        var sampler = new PromptSampler(world);
        var (seen, heldOut) = (Sample(CombinationGroup.Drawn), Sample(CombinationGroup.Tune));
        var drawnSeen = Draw(stages[0], seen);
        var drawnHeldOut = Draw(stages[1], heldOut);
        var trials = seen.Select((prompt, i) =>
        {
            var random = new SeededRandom(unchecked((seed * 1_000_003) + i));
            var right = SceneSampler.Next(random, prompt, world);
            return (Prompt: prompt, Right: right, Wrong: SceneFaults.Break(random, prompt, right, world));
        }).ToArray();
        var requests = trials.SelectMany((trial, i) => (JudgeRequest[])
        [
            new($"{i}", trial.Prompt.Text, "right", SceneRenderer.Render(trial.Right), 2 * i),
            new($"{i}", trial.Prompt.Text, "wrong", SceneRenderer.Render(trial.Wrong), (2 * i) + 1),
        ]).ToArray();
        var judge = new Judge(model, new SegmentProposer(), questions: JudgeQuestions.All);
        var judged = Told(stages[2], () => judge.Run(requests, cancel));
        var weights = requests.Zip(judged, (request, record) => new AuditedPicture(
            new EvaluationPrompt(request.PromptId, request.Prompt), request.Picture, record, Truth: null).Reward)
                .ToArray();
        var wording = AskTemplate.Of(model.Settings);
        Question[] asked = [.. requests.Select(request => wording.Ask(request.Picture, Lessons.Describe))];
        var answers = Told(stages[3], () => model.Answer(asked, new AnswerSettings { MaxTokens = 96 }, cancel));
        var scenes = trials.SelectMany(trial => (Scene[])[trial.Right, trial.Wrong]).ToArray();
        return new ModelScores(
            Estimate.Of([.. drawnSeen.Select(check => check.Met.Average(met => met ? 1.0 : 0.0))]),
            Whole(drawnSeen),
            Whole(drawnHeldOut),
            heldOut.Zip(drawnHeldOut).GroupBy(pair => Words.Of(pair.First.Category))
                .ToDictionary(group => group.Key, group => Whole([.. group.Select(pair => pair.Second)])),
            new JudgeResult(
                Auc.WithinPrompts(Items(i => weights[i])), Auc.Pooled(Items(i => weights[i])),
                weights.Count(weight => weight is not null), judged.Sum(record => record.Unanswered)),
            Auc.WithinPrompts(Items(i => judged[i].Sample?.Score)),
            Estimate.Of([
                .. answers.Zip(
                    scenes,
                    (answer, scene) =>
                        answer == JudgeChain.Describe(scene.Objects, scene.Background, placed: true) ? 1.0 : 0.0),
            ]),
            !model.Settings.Thinks ? null : Told(stages[4], () => ThinkingScores.Measure(
                model, draw, Sample(CombinationGroup.Tune, PromptCategory.Reasoning), cancel)));

        ScenePrompt[] Sample(CombinationGroup group, params PromptCategory[] wanted)
        {
            var random = new SeededRandom(seed + (int)group);
            var categories = wanted.Length > 0 ? wanted : Enum.GetValues<PromptCategory>();
            return [.. Enumerable.Range(0, prompts)
                .Select(i => sampler.Next(random, categories[i % categories.Length], group, PromptUse.Tune))];
        }

        SceneCheck[] Draw(PlannedStage stage, ScenePrompt[] wanted)
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
                .. wanted.Zip(drawings, (prompt, drawing) => SceneOracle.Judge(prompt, drawing.Picture, world).Check),
            ];
        }

        T Told<T>(PlannedStage stage, Func<T> work)
        {
            Tell(stage, 0);
            var done = work();
            Tell(stage, stage.Left);
            return done;
        }

        void Tell(PlannedStage stage, long done) => planned?.Report(new StageProgress(stage.Name, done, stage.Left));

        static Estimate Whole(SceneCheck[] checks) =>
            Estimate.Of([.. checks.Select(check => check.Correct ? 1.0 : 0.0)]);

        List<ScoredTruth> Items(Func<int, double?> score) =>
            [.. Enumerable.Range(0, requests.Length).Where(i => score(i) is not null)
                .Select(i => new ScoredTruth(requests[i].Prompt, score(i)!.Value, requests[i].PictureFile == "right"))];
    }
}
