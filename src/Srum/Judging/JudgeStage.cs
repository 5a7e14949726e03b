using Srum.Regions;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Judging;

/// <summary>
/// Pictures → judgements. A judgement is cached by content (judge, wording, settings, regions, prompt, picture), across
/// runs: a second run with another training judges nothing again.
/// </summary>
public static class JudgeStage
{
    /// <summary>Name of the records of a run's first judge.</summary>
    public const string Name = "judge";

    /// <summary>Pictures of a batch, after which progress is told and one can stop.</summary>
    internal const int BatchSize = 64;

    private const string Unfinished = "-unfinished";

    /// <summary>Judges what is missing.</summary>
    /// <param name="run">The run.</param>
    /// <param name="judge">Judges what has no judgement yet.</param>
    /// <param name="rollout">The pictures.</param>
    /// <param name="cache">
    /// Folder of the cache, made where it is missing; null = none. One that cannot be used is done without.
    /// </param>
    /// <param name="shard">This process's share.</param>
    /// <param name="name">Name of the records: another for each judge of the same pictures.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <returns>The records of this shard, in the order of the pictures.</returns>
    public static IReadOnlyList<JudgeRecord> Run(
        RunFolder run, IJudge judge, IReadOnlyList<RolloutRecord> rollout, string? cache = null, Shard? shard = null,
        string name = Name, IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        var own = shard ?? Shard.Whole;
        var (open, known) = (
            new List<OpenQuestions>(), new JudgementCache(cache, ContentKey.Of(judge.Decisive), run.Through));
        var stage = new BatchedStage<RolloutRecord, JudgeRecord>(
            run, name, drawn => drawn.PictureFile, record => record.PictureFile)
        {
            Decisive = judge.Decisive,
            Ends = () => open.Any(questions => questions.Ends),
        };
        (RecordLog<JudgeRecord> Log, Dictionary<string, JudgeRecord> Earlier)? unfinished = null;
        var judged = stage.Run([.. own.Of(rollout.Chunk(BatchSize))], Judged, own, progress, cancel);
        known.ClearAway();
        Require(judged.Count(record => record is null));
        return judged!;

        // A record with open questions is kept apart: what was answered of it is not asked again.
        IEnumerable<JudgeRecord> Judged(RolloutRecord[] batch, Func<RolloutRecord, bool> isOpen)
        {
            var (log, earlier) = unfinished ??= OpenUnfinished();
            var wanted = batch.Where(drawn => !judge.AsksEachAlone || isOpen(drawn)).ToArray();
            foreach (var record in Asked(wanted, earlier))
            {
                if (record.Open is null)
                {
                    yield return record;
                }
                else
                {
                    log.Append(record);
                    open.Add(record.Open);
                }
            }
        }

        // Opened by whoever holds the stage; what it held before is all that can be gone on with.
        (RecordLog<JudgeRecord> Log, Dictionary<string, JudgeRecord> Earlier) OpenUnfinished()
        {
            var log = run.Log<JudgeRecord>(
                $"{name}{Unfinished}{own.Suffix}", record => $"{record.PictureFile} {record.Cost?.Calls}");
            return (log, Latest(log));
        }

        JudgeRecord[] Asked(
            IReadOnlyList<RolloutRecord> wanted, IReadOnlyDictionary<string, JudgeRecord> earlier)
        {
            var requests = wanted.Select(record => new JudgeRequest(
                record.PromptId, record.Prompt, record.PictureFile, run.Picture(record.PictureFile), record.Seed))
                    .ToArray();
            JudgeRecord?[] records = [.. requests.Select(known.Find)];
            int[] lacking = [.. Enumerable.Range(0, records.Length).Where(i => records[i] is null)];
            int[] asked = lacking.Length == 0 || judge.AsksEachAlone
                ? lacking : [.. Enumerable.Range(0, records.Length)];
            var answered = asked.Length == 0 ? [] : judge.GoOn(
                [.. asked.Select(i => requests[i])],
                [.. asked.Select(i => earlier.GetValueOrDefault(requests[i].PictureFile))], cancel);
            foreach (var (i, record) in asked.Zip(answered))
            {
                records[i] = record;
                if (record.Open is null)
                {
                    known.Keep(requests[i], record);
                }
            }

            return [.. records.Zip(requests, (record, request) =>
                record! with { PromptId = request.PromptId, PictureFile = request.PictureFile })];
        }

        // What is open must not be trained without: a rerun, which would have it, would train on something else.
        void Require(int missing)
        {
            if (missing > 0)
            {
                throw new SrumException(
                    $"{missing} of {judged.Count} pictures are not judged: {open.Count} were asked "
                    + $"about, and {open.Sum(questions => questions.Count)} of the questions got no reply. "
                    + $"{open.LastOrDefault()?.Reason} What was answered is kept; give the same command again to ask "
                    + "for the rest alone.");
            }
        }
    }

    /// <summary>The records of all shards, in the order of the pictures.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">Name of the records.</param>
    /// <exception cref="SrumException">Nothing was judged yet, or not everything.</exception>
    public static IReadOnlyList<JudgeRecord> Read(RunFolder run, string name = Name)
    {
        JudgeRecord[] records = [.. RolloutStage.InOrder(Merged(run, name).Values, record => record.PictureFile)];
        if (records.Length == 0)
        {
            throw new SrumException(
                $"The run {run.Path} has no judgements yet: run 'srum judge --run {run.Path}' first.");
        }

        return records.Length >= RolloutStage.Planned(run)
            ? records
            : throw new SrumException(
                $"Of {run.Path}, {records.Length} of {RolloutStage.Planned(run)} pictures are judged: "
                + "go on with 'srum judge' (or with its missing shards) first.");
    }

    // What was said last about pictures with open questions.
    private static Dictionary<string, JudgeRecord> Latest(RecordLog<JudgeRecord> unfinished) =>
        unfinished.Records.GroupBy(record => record.PictureFile).ToDictionary(same => same.Key, same => same.Last());

    private static IReadOnlyDictionary<string, JudgeRecord> Merged(RunFolder run, string name) =>
        run.Merged<JudgeRecord>(name, record => record.PictureFile);
}
