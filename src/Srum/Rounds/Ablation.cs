using Srum.Evaluation;
using Srum.Models;
using Srum.Rewards;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>
/// Training settings × training seeds on the pictures of one run: what was drawn, judged, trained or evaluated there is used
/// as it is, by a round before it too, so the same call goes on after a kill and more settings or seeds add what they lack.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="model">The model that learns; stays the caller's, and has the weights that it came with again in the end.</param>
/// <param name="settings">The round's settings; of its training everything that the compared settings do not say.</param>
/// <param name="evaluator">Who scores; no reward ever comes from it.</param>
/// <param name="proposer">Says where the judge looks; null takes <see cref="SegmentProposer"/>.</param>
public sealed class Ablation(RunFolder run, IUnifiedModel model, RoundSettings settings, IEvaluator evaluator, IRegionProposer? proposer = null)
{
    /// <summary>Folder of the judgement cache; null = none. Default: the one that runs side by side share.</summary>
    public string? Cache { get; init; } = run.JudgementCache;

    /// <inheritdoc cref="SrumRound.Choosing"/>
    public PromptSet? Choosing { get; init; }

    /// <summary>Runs what is missing and writes <c>ablation.json</c> and <c>ablation.html</c>.</summary>
    /// <param name="names">The settings, see <see cref="AblationArms.Of"/>; <c>sft</c> among them, which the others are compared with.</param>
    /// <param name="rollout">Prompts to train on.</param>
    /// <param name="evaluation">Prompts to evaluate on.</param>
    /// <param name="command">The command, for the result.</param>
    /// <param name="progress">Told as it goes.</param>
    /// <param name="cancel">Stops cleanly; the same call goes on.</param>
    /// <exception cref="SrumException">A name is unknown, or the run was begun with other settings.</exception>
    public AblationResult Run(
        IReadOnlyList<string> names, PromptSet rollout, PromptSet evaluation, string command,
        IProgress<StageProgress>? progress = null, CancellationToken cancel = default) =>
        Run(AblationArms.Of(names, settings.Train), rollout, evaluation, command, progress, cancel);

    /// <summary>The same with whole recipes, a rule of the reader's own among them.</summary>
    /// <param name="arms">The recipes, each with a name of its own (<see cref="TrainSettings.SystemName"/>).</param>
    /// <param name="rollout">Prompts to train on.</param>
    /// <param name="evaluation">Prompts to evaluate on.</param>
    /// <param name="command">The command, for the result.</param>
    /// <param name="progress">Told as it goes.</param>
    /// <param name="cancel">Stops cleanly; the same call goes on.</param>
    /// <exception cref="SrumException">Two recipes have one name, or the run was begun with other settings.</exception>
    public AblationResult Run(
        IReadOnlyList<TrainSettings> arms, PromptSet rollout, PromptSet evaluation, string command,
        IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        if (arms.GroupBy(arm => arm.SystemName).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new SrumException($"Two recipes of the ablation are called '{twice.Key}'. Give the rule of one of them another name.");
        }

        arms = [.. arms.Select(arm => arm with { EarlierRounds = settings.LaterRounds })];
        var asked = settings.Asking(arms);
        var pictures = SrumRound.Pictures(evaluation, settings);
        var stages = new RoundStages(run, model, asked, evaluator, proposer ?? new SegmentProposer(), Cache)
        {
            Choosing = Choosing is null ? null : SrumRound.Pictures(Choosing, settings),
        };
        var scored = stages.Run(arms, rollout, pictures, systems => Pairs(systems, arms), command, progress, cancel);
        var judged = JudgeStage.Read(run);
        var result = new AblationResult
        {
            Arms = [.. arms.Select(arm => new AblationArm(arm.SystemName, Words(arm), WeightSpread.Of(TrainingSet.Of(run, judged, arm), arm), arm.LambdaConstraint))],
            Result = scored,
        };
        run.Write(result.ToJson(), "ablation.json");
        AblationReport.Write(run, result, asked, pictures);
        return result;
    }

    /// <summary>
    /// Every arm against the base, weighted ones against SFT and the control; and, at one rule, λ and mean weight, the fuller reward against its parts.
    /// </summary>
    private static IEnumerable<(SystemScores A, SystemScores B)> Pairs(IReadOnlyList<SystemScores> systems, IReadOnlyList<TrainSettings> arms)
    {
        var named = systems.ToDictionary(system => system.Name);
        foreach (var arm in systems.Skip(1))
        {
            yield return (arm, systems[0]);
        }

        foreach (var plain in arms.Where(arm => !arm.Weighted))
        {
            foreach (var arm in arms.Where(arm => arm.Weighted))
            {
                yield return (named[arm.SystemName], named[plain.SystemName]);
            }
        }

        foreach (var whole in arms.Where(arm => arm.Weighted && arm.Reward == RewardKind.Dual))
        {
            foreach (var part in arms.Where(arm => arm.Weighted && arm.Reward != RewardKind.Dual && arm == whole with { Reward = arm.Reward }))
            {
                yield return (named[whole.SystemName], named[part.SystemName]);
            }
        }
    }

    private static string Words(TrainSettings arm)
    {
        if (!arm.Weighted)
        {
            return arm.Rendered ? "none, rendered pictures" : "none";
        }

        var reward = arm.Reward switch
        {
            RewardKind.Sparse => "signs of regions, layout",
            RewardKind.LocalOnly => "regions",
            RewardKind.GlobalOnly => "layout",
            RewardKind.Sample => "whole picture",
            _ => "regions and layout",
        };
        string[] how =
        [
            .. arm.Rule == MapRule.Published ? (string[])[] : [arm.Rule.Name],
            .. arm.PictureReward switch
            {
                PictureReward.Mean => ["mean of the picture"],
                PictureReward.Rank => ["rank within the prompt"],
                PictureReward.Standard => ["deviation within the prompt"],
                _ => (string[])[],
            },
            .. arm.Reflected ? ["reflected"] : (string[])[],
        ];
        return how.Length == 0 ? reward : $"{reward} ({string.Join(", ", how)})";
    }
}
