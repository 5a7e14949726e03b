using System.Security.Cryptography;
using System.Text.Json;
using Srum.Imaging;
using Srum.Models;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Rewards;

/// <summary>
/// Pictures → judgements. A judgement is cached by content (judge, wording, settings, regions, prompt, picture), across
/// runs: a second run with another training judges nothing again.
/// </summary>
public static class JudgeStage
{
    private const int BatchSize = 64;

    /// <summary>Judges what is missing.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">The judge.</param>
    /// <param name="rollout">The pictures.</param>
    /// <param name="proposer">Says where to look.</param>
    /// <param name="settings">How to judge.</param>
    /// <param name="cache">Folder of the cache; null = none.</param>
    /// <param name="shard">This process's share.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <returns>The records of this shard, in the order of the pictures.</returns>
    public static IReadOnlyList<JudgeRecord> Run(
        RunFolder run, IUnifiedModel model, IReadOnlyList<RolloutRecord> rollout, IRegionProposer proposer, JudgeSettings settings,
        string? cache = null, Shard? shard = null, IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        var own = shard ?? Shard.Whole;
        using var held = RunLock.Take(run, "judge", own);
        using var clock = run.Time("judge", own);
        var elsewhere = Merged(run);
        var log = run.Log<JudgeRecord>("judge" + own.Suffix, record => record.PictureFile);
        if (cache is not null)
        {
            Prepare(cache);
        }

        Func<IReadOnlyList<JudgeRequest>, CancellationToken, IReadOnlyList<JudgeRecord>> judge = settings.StandIn is { } chance
            ? new StandInJudge(proposer, settings, chance).Run
            : new Judge(model, proposer, settings).Run;
        var wording = ContentKey.Of(new { model.Identity, model.Settings.Templates, proposer.Name, settings });
        run.KeepSettings("judge", new { model = model.Identity, proposer = proposer.Name, settings, wording });
        var plan = own.Of(rollout.Chunk(BatchSize)).ToArray();
        foreach (var batch in OpenBatches.Of(
            "judge", plan, record => Find(record) is null, clock, progress, cancel: cancel))
        {
            foreach (var judged in Judged(batch))
            {
                log.Append(judged);
            }
        }

        return [.. plan.SelectMany(batch => batch).Select(record => Find(record)!)];

        // What other shards have judged is not judged again.
        JudgeRecord? Find(RolloutRecord drawn) => log.Find(drawn.PictureFile) ?? elsewhere.GetValueOrDefault(drawn.PictureFile);

        IEnumerable<JudgeRecord> Judged(RolloutRecord[] batch)
        {
            var requests = batch.Select(record => new JudgeRequest(
                record.PromptId, record.Prompt, record.PictureFile, run.Picture(record.PictureFile),
                record.Seed)).ToArray();
            var places = requests.Select(request => Place(wording, request)).ToArray();
            var known = places.Select(Known).ToArray();
            if (known.Any(record => record is null))
            {
                known = [.. judge(requests, cancel)];
                for (var i = 0; i < known.Length; i++)
                {
                    if (places[i] is { } place)
                    {
                        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                        AtomicFile.Write(place, JsonSerializer.Serialize(known[i], RecordFormat.Line) + "\n", run.Through);
                    }
                }
            }

            return known.Zip(requests, (record, request) => record! with { PromptId = request.PromptId, PictureFile = request.PictureFile });
        }

        string? Place(string judgeKey, JudgeRequest request)
        {
            if (cache is null)
            {
                return null;
            }

            var pixels = Convert.ToHexStringLower(SHA256.HashData(request.Picture.Rgb));
            var key = ContentKey.Of(new { judgeKey, request.Prompt, request.Seed, request.Picture.Width, request.Picture.Height, pixels });
            return Path.Combine(cache, key[..2], key + ".json");
        }

        static JudgeRecord? Known(string? place)
        {
            if (place is null || !File.Exists(place))
            {
                return null;
            }

            try
            {
                return JsonSerializer.Deserialize<JudgeRecord>(File.ReadAllText(place), RecordFormat.Line);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    // Before the first judgement, so that none is made that cannot be kept.
    private static void Prepare(string cache)
    {
        try
        {
            Directory.CreateDirectory(cache);
            foreach (var part in Directory.GetDirectories(cache))
            {
                AtomicFile.Sweep(part);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException(
                $"The judgement cache {Path.GetFullPath(cache)}, which runs side by side share, cannot be used: {failure.Message} Free the place, or name a run folder elsewhere with --run.", failure);
        }
    }

    /// <summary>The records of all shards, in the order of the pictures.</summary>
    /// <exception cref="SrumException">Nothing was judged yet, or not everything.</exception>
    public static IReadOnlyList<JudgeRecord> Read(RunFolder run)
    {
        JudgeRecord[] records = [.. Merged(run).Values.OrderBy(record => record.PictureFile, StringComparer.Ordinal)];
        if (records.Length == 0)
        {
            throw new SrumException($"The run {run.Path} has no judgements yet: run 'srum judge --run {run.Path}' first.");
        }

        return records.Length >= RolloutStage.Planned(run)
            ? records
            : throw new SrumException($"Of {run.Path}, {records.Length} of {RolloutStage.Planned(run)} pictures are judged: go on with 'srum judge' (or with its missing shards) first.");
    }

    private static IReadOnlyDictionary<string, JudgeRecord> Merged(RunFolder run) =>
        run.Merged<JudgeRecord>("judge", record => record.PictureFile);
}
