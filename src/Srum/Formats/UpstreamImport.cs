using System.Text.Json.Nodes;
using Srum.Files;
using Srum.Imaging;
using Srum.Judging;
using Srum.Prompts;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Formats;

/// <summary>
/// Starts a run from the published tools' scored file and its pictures, so that training can follow here. Each line is
/// read by itself: what is wrong with one is told and costs no other.
/// </summary>
public sealed class UpstreamImport
{
    /// <summary>Folder in the run that keeps the lines as they came, for the fields that nothing here reads.</summary>
    internal const string Kept = "upstream";

    private readonly string pictures;
    private readonly Dictionary<string, RolloutLine> rollout = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> categories = new(StringComparer.Ordinal);
    private readonly List<ImportedLine> accepted = [];
    private readonly HashSet<string> files = new(StringComparer.Ordinal);
    private readonly ImportTally tally = new();
    private readonly string source;
    private readonly string? prompts;

    private UpstreamImport(string scored, string pictures, IEnumerable<string> rolloutFiles, string? prompts)
    {
        (source, this.pictures, this.prompts) = (scored, pictures, prompts);
        foreach (var line in rolloutFiles.SelectMany(JsonLines.Read))
        {
            Try(line, () =>
            {
                var read = RolloutLine.Read(line);
                rollout[read.PictureFile] = read;
            });
        }

        foreach (var prompt in prompts is null ? [] : PromptSet.Read(prompts).Prompts)
        {
            categories.TryAdd(prompt.Text, prompt.Category);
        }
    }

    /// <summary>Imports.</summary>
    /// <param name="run">The run to start; the same call goes on with one that was stopped.</param>
    /// <param name="scored">The scored file.</param>
    /// <param name="pictures">The folder of its pictures.</param>
    /// <param name="rolloutFiles">
    /// Rollout metadata, whose prompts are then trained on; of several lines of a picture the last counts. May be none.
    /// </param>
    /// <param name="prompts">The prompt file, for categories; null = none.</param>
    /// <param name="progress">Told after every picture.</param>
    /// <param name="cancel">Stops between pictures.</param>
    /// <returns>What was taken, repaired and refused.</returns>
    /// <exception cref="SrumException">
    /// A file cannot be read, nothing in it can be used, or the run was begun with something else.
    /// </exception>
    public static ImportTally Run(
        RunFolder run, string scored, string pictures, IEnumerable<string> rolloutFiles, string? prompts = null,
        IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        var import = new UpstreamImport(scored, pictures, rolloutFiles, prompts);
        using var held = RunLock.Take(run, "import", Shard.Whole);
        import.Read(progress, cancel);
        import.Write(run, progress, cancel);
        return import.tally;
    }

    private void Read(IProgress<StageProgress>? progress, CancellationToken cancel)
    {
        var lines = JsonLines.Read(source);
        tally.Lines = lines.Count;
        foreach (var (done, line) in lines.Index())
        {
            cancel.ThrowIfCancellationRequested();
            Try(line, () => Accept(line, ScoredLine.Read(line)));
            progress?.Report(new StageProgress("read", done + 1, lines.Count, "lines"));
        }

        if (accepted.Count == 0)
        {
            throw new SrumException(
                $"{source} has no line that can be used. {string.Join(' ', tally.Refused.Take(3))}".TrimEnd());
        }
    }

    private void Accept(JsonLine line, ScoredLine scored)
    {
        if (files.Contains(scored.PictureFile))
        {
            throw line.Wrong($"judges '{scored.PictureFile}' a second time; the first judgement is kept");
        }

        var path = RecordedFile.Inside(pictures, scored.PictureFile);
        if (!File.Exists(path))
        {
            throw line.Wrong($"names '{scored.PictureFile}', which {pictures} has not");
        }

        var picture = PictureFile.Read(path);
        var judged = scored.JudgedSize ?? (picture.Width, picture.Height);
        if (judged != (picture.Width, picture.Height))
        {
            var stretch = (double)judged.Width * picture.Height / ((double)judged.Height * picture.Width);
            tally.Rescaled += Math.Abs(stretch - 1) <= 0.02
                ? 1
                : throw line.Wrong(
                    $"judges a picture of {judged.Width} × {judged.Height} pixels; '{scored.PictureFile}' has "
                    + $"{picture.Width} × {picture.Height}, another shape");
        }
        else if (scored.JudgedSize is null && scored.Regions.Any(
            region => region.Box is { } box && (box.Right > picture.Width || box.Bottom > picture.Height)))
        {
            throw line.Wrong(
                $"has boxes outside '{scored.PictureFile}' ({picture.Width} × {picture.Height} pixels) "
                + "and no layout box that tells their scale");
        }

        files.Add(scored.PictureFile);
        accepted.Add(new ImportedLine(scored, path, judged, tally.Count(scored, judged)));
    }

    private void Write(RunFolder run, IProgress<StageProgress>? progress, CancellationToken cancel)
    {
        var kept = accepted.Select(line => JsonObject.Create(line.Scored.Json)!).ToArray();
        var imported = ContentKey.Of(accepted.Zip(kept, (line, scored) => new
        {
            scored = scored.ToJsonString(), told = Told(line)?.Json.GetRawText() ?? "", category = CategoryOf(line),
        }));
        var decisive = new { imported, pictures = accepted.Count };
        run.KeepSettings("rollout", decisive);
        run.KeepSettings("judge", decisive);
        Directory.CreateDirectory(run.File(Kept));
        JsonLines.Write(run.File(Kept, "scored.jsonl"), kept);
        JsonLines.Write(
            run.File(Kept, "rollout.jsonl"),
            accepted.Select(Told).OfType<RolloutLine>().Select(line => JsonObject.Create(line.Json)!));
        if (prompts?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) == true)
        {
            AtomicFile.Write(run.File(Kept, "prompts.json"), File.ReadAllBytes(prompts));
        }

        var drawn = run.Log<RolloutRecord>("rollout", record => record.Key);
        var judged = run.Log<JudgeRecord>("judge", record => record.PictureFile);
        foreach (var (place, line) in accepted.Index())
        {
            cancel.ThrowIfCancellationRequested();
            var isJpeg = Path.GetExtension(line.Path).ToLowerInvariant() is ".jpg" or ".jpeg";
            var file = $"pictures/{place:D5}-000{(isJpeg ? ".jpg" : ".png")}";
            if (judged.Find(file) is null)
            {
                AtomicFile.Write(run.File(file), File.ReadAllBytes(line.Path), run.Through);
                var (told, prompt) = (Told(line), PromptOf(line));
                var id = told?.PromptId ?? Path.GetFileNameWithoutExtension(line.Scored.PictureFile);
                drawn.Append(new RolloutRecord(
                    ContentKey.Of(new { imported = file, prompt }), id, prompt, CategoryOf(line), Seed: 0, file,
                    told?.Thought));
                judged.Append(line.Record(id, prompt, file));
            }

            progress?.Report(new StageProgress("import", place + 1, accepted.Count));
        }

        tally.Imported = accepted.Count;
        tally.OtherPrompt = accepted.Count(line => PromptOf(line) != line.Scored.Prompt);
        tally.Irrelevant = judged.Records.Sum(record => record.Regions.Count(region => !region.Relevant));
        tally.NotTrained = judged.Records.Count(record => record.Needed() is null);
    }

    private RolloutLine? Told(ImportedLine line) => rollout.GetValueOrDefault(line.Scored.PictureFile);

    private string PromptOf(ImportedLine line) => Told(line)?.Prompt ?? line.Scored.Prompt;

    private string CategoryOf(ImportedLine line) => categories.GetValueOrDefault(PromptOf(line), "");

    private void Try(JsonLine line, Action read)
    {
        try
        {
            read();
        }
        catch (SrumException wrong)
        {
            tally.Refuse(line, wrong.Message);
        }
    }
}
