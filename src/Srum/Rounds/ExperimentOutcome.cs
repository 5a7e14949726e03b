using System.Text.Json;
using Srum.Evaluation;
using Srum.Models;
using Srum.Numbers;
using Srum.Recipes;
using Srum.Rollout;
using Srum.Runs;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>Makes the result of an experiment, all of whose systems are trained and evaluated.</summary>
/// <param name="run">The run.</param>
/// <param name="model">The model, untrained.</param>
/// <param name="recipes">The recipes.</param>
/// <param name="firsts">What the first round of each learnt from.</param>
/// <param name="evaluator">Who scored the pictures.</param>
/// <param name="scoring">How systems were evaluated.</param>
internal sealed class ExperimentOutcome(
    RunFolder run, IUnifiedModel model, IReadOnlyList<Recipe> recipes, IReadOnlyList<FirstRound> firsts,
    IEvaluator evaluator, SystemEvaluation scoring)
{
    /// <summary>The result.</summary>
    /// <param name="systems">
    /// The base, then one system a recipe in the recipes' order, then the untrained rivals.
    /// </param>
    /// <param name="asked">The evaluated prompts, each once.</param>
    /// <param name="groups">Says what was met of their combinations.</param>
    /// <param name="command">The command.</param>
    public ExperimentResult Result(
        IReadOnlyList<EvaluatedSystem> systems, IReadOnlyList<EvaluationPrompt> asked, PromptGroups groups,
        string command)
    {
        // Drawings of prompts that no evaluator knows are results too: the page shows them, without rates.
        int[] scales = [.. systems.Select(system => scoring.Best(system.Trainings))];
        IReadOnlyList<EvaluationRecord>[][] records =
        [
            .. systems.Zip(scales, (system, scale) =>
                system.Trainings.Select(training => training[scale].Evaluated).ToArray()),
        ];
        var scores = Scores(systems, records, asked, groups);
        var work = run.Work;
        var throughput = Throughput.Of(Drawn, work, Native.Operations.MatrixRate());
        var ofRollouts = new RolloutScores(evaluator);
        var ofRounds = new RoundResults(run, ofRollouts, groups);
        RoundResult[] rounds =
            [.. recipes.Zip(firsts).SelectMany(pair => ofRounds.Of(pair.First, pair.Second))];
        var judged = JudgedRollout.Last(recipes, firsts);
        return new ExperimentResult
        {
            Name = Path.GetFileName(Path.GetFullPath(run.Path)),
            Command = command,
            Commit = GitCommit.Current(),
            Model = model.Identity,
            Machine = MachineUse.Now(),
            Evaluator = scores.Length > 0 ? evaluator.Name : null,
            Proposer = judged?.Proposer,
            ProposerRecall = judged?.ProposerRecall(),
            Recipes = [.. recipes.Select(recipe => JsonSerializer.SerializeToElement(recipe, RecordFormat.Line))],
            Seconds = Math.Round(work.Values.Sum(stage => stage.Seconds), 1),
            StageSeconds = work.ToDictionary(stage => stage.Key, stage => Math.Round(stage.Value.Seconds, 1)),
            PicturesPerHour = throughput?.PicturesPerHour,
            FloorPicturesPerHour = throughput?.FloorPicturesPerHour,
            ShareOfTime = throughput?.ShareOfTime,
            DefaultSystem = recipes[^1].Name,
            Systems =
            [
                .. systems.Select((system, i) => (
                    scores.Length > 0 ? scores[i].Result : SystemResult.Unscored(system.Name, system.Seeds)) with
                {
                    Objective = system.Recipe?.Train.Objective,
                    Weights = system.Recipe is null ? null : Weights(system.Recipe.Train.Objective, firsts[i - 1]),
                    Guidance = scoring.Chosen(scales[i]),
                    Tries = records[i][0].Any(record => record.Tries is not null)
                        ? Math.Round(records[i][0].Average(record => record.Tries ?? 1), 3) : null,
                }),
            ],
            Guidance = recipes[0].Evaluation.Guidances is null || scores.Length == 0 ? null :
            [
                .. systems.Zip(scales).SelectMany(pair =>
                    scoring.Table(pair.First.Name, pair.First.Seeds, pair.First.Trainings, pair.Second)),
            ],
            Judge = judged?.Audit(ofRollouts),
            Rounds = rounds.Length > 0 ? rounds : null,
            Signals = Drifts([.. systems.Zip(records, (system, own) => (system.Name, own))]),
            EvaluationPrompts =
                ExperimentReport.Scored(scores.Length > 0 ? scores[0].Categories.Count : 0, asked.Count) is null
                    ? null
                    : asked.Count,
            // Of one prompt nothing could be said but which system it favours.
            Comparisons = scores is not [{ Categories.Count: > 1 }, ..] ? [] :
            [
                .. ComparedPairs.Of(scores, recipes)
                    .Select(pair => PairedTest.CompareInParts(pair.A, pair.B)),
            ],
        };
    }

    // None where nothing could be scored.
    private static SystemScores[] Scores(
        IReadOnlyList<EvaluatedSystem> systems, IReadOnlyList<EvaluationRecord>[][] records,
        IReadOnlyList<EvaluationPrompt> asked, PromptGroups groups)
    {
        var combinations = asked.Select(prompt => (prompt.Id, Combination: groups.Of(prompt)))
            .Where(prompt => prompt.Combination is not null)
            .ToDictionary(prompt => prompt.Id, prompt => prompt.Combination!);
        IReadOnlyList<EvaluationRecord>[] evaluations = [.. records.SelectMany(training => training)];
        return PromptEvaluation.CanTabulate(evaluations)
            ?
            [
                .. systems.Zip(records, (system, own) =>
                    PromptEvaluation.Tabulate(system.Name, system.Seeds, own, evaluations, combinations)),
            ]
            : [];
    }

    // To learn from, by all recipes in all rounds.
    private int Drawn => run.WithRounds.Sum(folder => RolloutStage.Planned(RunFolder.Open(folder)));

    private static WeightSpread? Weights(Objective objective, FirstRound first) => objective switch
    {
        Rewarded => WeightSpread.Of(TrainingSet.Of(first.Folder, first.Judged!, objective), objective),
        _ => WeightSpread.Of([], objective),
    };

    // Each system at its own guidance, all of its trainings together, against the base, which comes first.
    private static Dictionary<string, IReadOnlyList<SignalDrift>>? Drifts(
        IReadOnlyList<(string Name, IReadOnlyList<EvaluationRecord>[] Trainings)> systems)
    {
        var drifts = systems.Skip(1).ToDictionary(system => system.Name, system => SignalDrift.Compare(
            systems[0].Trainings[0], [.. system.Trainings.SelectMany(training => training)]));
        return drifts.Values.Any(signals => signals.Count > 0) ? drifts : null;
    }
}
