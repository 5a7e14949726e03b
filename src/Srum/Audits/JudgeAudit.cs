using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Regions;
using Srum.Runs;

namespace Srum.Audits;

/// <summary>A judge held against an evaluator, picture by picture.</summary>
/// <param name="Pictures">The pictures in the order given; those without a truth count in no figure.</param>
public sealed record JudgeAudit(IReadOnlyList<AuditedPicture> Pictures)
{
    /// <summary>The reward that trains beside the truth; unanswered ones are left out.</summary>
    public IReadOnlyList<ScoredTruth> Rewards => RewardsUnder(MapRule.Published);

    /// <summary>The reward of another rule beside the truth; unanswered ones are left out.</summary>
    /// <param name="rule">The rule.</param>
    public IReadOnlyList<ScoredTruth> RewardsUnder(MapRule rule) => Scored(picture => picture.RewardUnder(rule));

    /// <summary>The whole-picture score as a probability beside the truth; unanswered ones are left out.</summary>
    public IReadOnlyList<ScoredTruth> Verdicts => Scored(picture => picture.Whole);

    /// <summary>Judgements without a score after all tries.</summary>
    public int Unanswered => Pictures.Sum(picture => picture.Judged.Unanswered);

    /// <summary>
    /// The pictures that the judge turns around: it says yes to a wrong one, or no to a right one.
    /// </summary>
    public IReadOnlyList<AuditedPicture> Turned =>
        [.. Pictures.Where(picture => picture.Truth is { } truth && picture.Whole is { } yes
            && truth.Correct != yes > 0.5)];

    /// <summary>
    /// For each prompt its pictures as candidates to choose between; pictures without a truth are left out.
    /// </summary>
    /// <param name="chosenBy">The score that chooses.</param>
    /// <param name="measured">What is then reported.</param>
    public IReadOnlyList<IReadOnlyList<Candidate>> Candidates(
        Func<AuditedPicture, double> chosenBy, Func<AuditedPicture, double> measured) =>
        [.. ByPrompt(Pictures.Where(picture => picture.Truth is not null))
            .Select(prompt => prompt.Select(picture => new Candidate(chosenBy(picture), measured(picture))).ToArray())];

    /// <summary>
    /// For each prompt the pictures with the highest scores: what a reward asks a model to draw more of.
    /// </summary>
    /// <param name="count">How many of each prompt.</param>
    /// <param name="score">The score; of equal ones the earlier is kept.</param>
    public IReadOnlyList<IReadOnlyList<Picture>> Favourites(int count, Func<AuditedPicture, double> score) =>
        [
            .. ByPrompt(Pictures).Select(
                prompt => prompt.OrderByDescending(score).Take(count).Select(picture => picture.Picture).ToArray()),
        ];

    /// <summary>Judges pictures and scores them.</summary>
    /// <param name="judge">
    /// The judge; asked for <see cref="JudgeQuestions.Sample"/> it gives whole-picture scores too.
    /// </param>
    /// <param name="evaluator">Says what is true.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="progress">Told at the start and after every batch; null = nobody.</param>
    /// <param name="stage">What it is told is done.</param>
    /// <param name="cancel">Ends it between batches.</param>
    /// <exception cref="SrumException">A question got no reply, which is no fault of what was judged.</exception>
    public static JudgeAudit Run(
        IJudge judge, IEvaluator evaluator, IReadOnlyList<EvaluatedPicture> pictures,
        IProgress<StageProgress>? progress = null, string stage = "judge", CancellationToken cancel = default) =>
        Run(judge, evaluator, pictures, prompt => prompt, progress, stage, cancel);

    /// <summary>
    /// The control: every picture is judged for the next prompt's words, and held against the truth about its own. A
    /// judge that compares picture and prompt is at chance here; one that likes pretty pictures is not.
    /// </summary>
    /// <param name="judge">The judge.</param>
    /// <param name="evaluator">Says what is true.</param>
    /// <param name="pictures">Pictures of at least two prompts.</param>
    /// <param name="progress">Told at the start and after every batch; null = nobody.</param>
    /// <param name="stage">What it is told is done.</param>
    /// <param name="cancel">Ends it between batches.</param>
    public static JudgeAudit RunMismatched(
        IJudge judge, IEvaluator evaluator, IReadOnlyList<EvaluatedPicture> pictures,
        IProgress<StageProgress>? progress = null, string stage = "judge", CancellationToken cancel = default)
    {
        var prompts = pictures.Select(picture => picture.Prompt).DistinctBy(prompt => prompt.Id).ToArray();
        var next = prompts.Select((prompt, i) => (prompt.Id, Next: prompts[(i + 1) % prompts.Length]))
            .ToDictionary(pair => pair.Id, pair => pair.Next);
        return Run(judge, evaluator, pictures, prompt => next[prompt.Id], progress, stage, cancel);
    }

    private static JudgeAudit Run(
        IJudge judge, IEvaluator evaluator, IReadOnlyList<EvaluatedPicture> pictures,
        Func<EvaluationPrompt, EvaluationPrompt> asked, IProgress<StageProgress>? progress, string stage,
        CancellationToken cancel)
    {
        var truths = evaluator.Score(pictures, cancel);
        return new JudgeAudit([
            .. Judged(judge, pictures, asked, progress, stage, cancel)
                .Select((judged, i) => new AuditedPicture(pictures[i].Prompt, pictures[i].Picture, judged, truths[i])),
        ]);
    }

    /// <summary>What a judge says of pictures.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="asked">The prompt that a picture of a prompt is judged for.</param>
    /// <param name="progress">Told at the start and after every batch; null = nobody.</param>
    /// <param name="stage">What it is told is done.</param>
    /// <param name="cancel">Ends it between batches.</param>
    /// <exception cref="SrumException">A question got no reply, which is no fault of what was judged.</exception>
    internal static IReadOnlyList<JudgeRecord> Judged(
        IJudge judge, IReadOnlyList<EvaluatedPicture> pictures, Func<EvaluationPrompt, EvaluationPrompt> asked,
        IProgress<StageProgress>? progress, string stage, CancellationToken cancel)
    {
        var judged = new List<JudgeRecord>(pictures.Count);
        var requests = pictures.Select((picture, i) =>
            new JudgeRequest(picture.Prompt.Id, asked(picture.Prompt).Text, $"{i}", picture.Picture, i));
        progress?.Report(new StageProgress(stage, 0, pictures.Count));
        foreach (var batch in requests.Chunk(JudgeStage.BatchSize))
        {
            var records = judge.Run(batch, cancel);
            if (records.Select(record => record.Open).OfType<OpenQuestions>().LastOrDefault() is { } open)
            {
                throw new SrumException(
                    $"Questions got no reply, and the audit ends there. {open.Reason} Of a run's pictures, "
                    + "'srum audit judges' keeps what was answered and asks for the rest alone.");
            }

            judged.AddRange(records);
            progress?.Report(new StageProgress(stage, judged.Count, pictures.Count));
        }

        return judged;
    }

    private static IEnumerable<AuditedPicture[]> ByPrompt(IEnumerable<AuditedPicture> pictures) =>
        pictures.GroupBy(picture => picture.Prompt.Id).Select(prompt => prompt.ToArray());

    private ScoredTruth[] Scored(Func<AuditedPicture, double?> score) =>
    [
        .. Pictures.Where(picture => picture.Truth is not null && score(picture) is not null)
            .Select(
                picture => new ScoredTruth(
                    picture.Prompt.Id, score(picture)!.Value, picture.Truth!.Correct, picture.Truth.Partial)),
    ];
}
