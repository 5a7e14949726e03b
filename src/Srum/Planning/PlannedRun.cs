using System.Globalization;
using Srum.Judging;
using Srum.Models;
using Srum.Recipes;
using Srum.Training;

namespace Srum.Planning;

/// <summary>A stage of a recipe on a model, with the settings that decide what it needs.</summary>
/// <param name="Model">The model.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Precision">How the model is held.</param>
/// <param name="PromptTokens">Tokens of the longest prompt.</param>
public sealed record PlannedRun(
    PlannedModel Model, PlanStage Stage, Recipe Recipe, ModelPrecision Precision, int PromptTokens)
{
    private static readonly (JudgeQuestions Question, string Template)[] Wordings =
    [
        (JudgeQuestions.Regions, "judge-local"), (JudgeQuestions.Layout, "judge-global"),
        (JudgeQuestions.Sample, "judge-sample"),
    ];

    /// <summary>
    /// Tokens of the longest question that the recipe asks: the model's own wording with a prompt in it; 512 where it
    /// has none. 0 where nothing is asked.
    /// </summary>
    public int QuestionTokens => Asked.Select(template => PromptTokens
        + (Model.Settings.Templates.TryGetValue(template, out var own) ? Model.Design.Tokens(own) : 512))
        .DefaultIfEmpty(0).Max();

    /// <summary>Tokens of a reply. Default 128.</summary>
    public int ReplyTokens { get; init; } = 128;

    /// <summary>Prompts that the recipe's set has. Default null: as many as it asks for, or one.</summary>
    public int? SetSize { get; init; }

    /// <summary>Texts of the longest composition that is drawn from. Default 1: from prompts alone.</summary>
    public int Texts { get; init; } = 1;

    /// <summary>What it needs.</summary>
    public StageNeeds Needs => Model.Design.Needs(this);

    /// <summary>Pictures of a round.</summary>
    internal int Pictures =>
        Recipe.Rollout.PromptsOf(SetSize ?? Math.Max(1, Recipe.Rollout.Prompts)) * Recipe.Rollout.Pictures;

    /// <summary>How many of them are composed, at most.</summary>
    internal int Composed => Pictures / Recipe.Rollout.Pictures * Recipe.Rollout.Composed;

    /// <summary>Questions of a round: of each picture, as many as its reward needs.</summary>
    internal int Questions => Pictures * Asked.Count();

    private IEnumerable<string> Asked => Wordings
        .Where(wording => Recipe.Train.Objective.Questions.HasFlag(wording.Question))
        .Select(wording => wording.Template);

    /// <summary>What may be changed, each on top of what was before, until the stage fits.</summary>
    /// <param name="limit">Bytes that the device has.</param>
    /// <returns>Each change that helps, as a command line says it, with what is then needed.</returns>
    public IReadOnlyList<(string Change, PlannedRun Then)> Remedies(long limit)
    {
        var (now, found) = (this, new List<(string, PlannedRun)>());
        foreach (var remedy in Stage == PlanStage.Train ? Training : Stage == PlanStage.Judge ? Judging : Drawing)
        {
            var (change, then) = remedy(now, limit);
            if (now.Needs.Peak > limit && then.Needs.Peak < now.Needs.Peak)
            {
                found.Add((change, then));
                now = then;
            }
        }

        return found;
    }

    private static Func<PlannedRun, long, (string Change, PlannedRun Then)>[] Training =>
    [
        (run, _) => ("--set train.forward.recomputeLayers=true", run.Trained(
            train => train with { Forward = train.Forward with { RecomputeLayers = true } })),
        (run, limit) => Smaller(
            "--set train.passSize=", run.Recipe.Train.PassSize ?? run.Recipe.Train.BatchSize, limit,
            count => run.Trained(train => train with { PassSize = count }), run.Recipe.Train.Objective.GroupSize),
        (run, _) => ("--set train.lora.rank=16 (adapters in the weights' place)", run.Trained(
            train => train with { Lora = train.Lora ?? new LoraSettings() })),
        (run, _) => ("--precision bf16 (the frozen weights as published)",
            run.Recipe.Train.Lora is null ? run : run with { Precision = ModelPrecision.Bf16 }),
    ];

    private static Func<PlannedRun, long, (string Change, PlannedRun Then)>[] Judging =>
    [
        (run, _) => ("--precision bf16", run with { Precision = ModelPrecision.Bf16 }),
        (run, limit) => Smaller(
            "in srum_config.json \"answerBatchSize\": ", run.Model.Settings.AnswerBatchSize, limit,
            count => run with
            {
                Model = run.Model with { Settings = run.Model.Settings with { AnswerBatchSize = count } },
            }),
    ];

    private static Func<PlannedRun, long, (string Change, PlannedRun Then)>[] Drawing =>
    [
        (run, _) => ("--precision bf16", run with { Precision = ModelPrecision.Bf16 }),
        (run, limit) => Smaller(
            "--set rollout.draw.batchSize=", run.Recipe.Rollout.Draw.BatchSize, limit, count => run with
            {
                Recipe = run.Recipe with
                {
                    Rollout = run.Recipe.Rollout with
                    {
                        Draw = run.Recipe.Rollout.Draw with { BatchSize = count },
                    },
                },
            }),
    ];

    // The largest half, quarter … of a count that fits, in whole groups of what stays together; else one group.
    private static (string Change, PlannedRun Then) Smaller(
        string setting, int count, long limit, Func<int, PlannedRun> with, int group = 1)
    {
        while (count > group && with(count).Needs.Peak > limit)
        {
            count = Math.Max(group, count / 2 / group * group);
        }

        return (setting + count.ToString(CultureInfo.InvariantCulture), with(count));
    }

    private PlannedRun Trained(Func<TrainSettings, TrainSettings> change) =>
        this with { Recipe = Recipe with { Train = change(Recipe.Train) } };
}
