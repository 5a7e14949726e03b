using System.Text.Json.Nodes;
using Srum.Files;
using Srum.Judging;
using Srum.Prompts;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Formats;

/// <summary>
/// A run's rollout and judgements in the published tools' files, so that their trainer can start from them: prompts,
/// pictures, rollout metadata, the scored file, the training file, and the parquet for supervised training. What a
/// picture was composed of has no place in them.
/// </summary>
public sealed class UpstreamExport
{
    private readonly RunFolder run;
    private readonly string folder;
    private readonly Dictionary<string, JudgeRecord> judged;
    private readonly RolloutRecord[] drawn;

    private UpstreamExport(RunFolder run, string folder)
    {
        (this.run, this.folder) = (run, folder);
        judged = JudgeStage.Read(run).ToDictionary(record => record.PictureFile, StringComparer.Ordinal);
        drawn = [.. RolloutStage.Read(run).Where(record => judged.ContainsKey(record.PictureFile))];
    }

    /// <summary>Writes the files.</summary>
    /// <param name="run">A run that is drawn and judged.</param>
    /// <param name="folder">
    /// The folder to write into: <c>prompts.json</c>, <c>images/</c>, <c>output.jsonl</c>, <c>scored.jsonl</c>,
    /// <c>training.jsonl</c>, <c>sft.parquet</c>.
    /// </param>
    /// <param name="progress">Told after every picture.</param>
    /// <param name="cancel">Stops between pictures.</param>
    /// <exception cref="SrumException">The run is not judged whole, or a file cannot be written.</exception>
    public static ExportTally Run(
        RunFolder run, string folder, IProgress<StageProgress>? progress = null,
        CancellationToken cancel = default) =>
        new UpstreamExport(run, folder).Write(progress, cancel);

    private ExportTally Write(IProgress<StageProgress>? progress, CancellationToken cancel)
    {
        FolderMark.Claim(
            folder, "export",
            ["prompts.json", "images", "output.jsonl", "scored.jsonl", "training.jsonl", "sft.parquet"]);
        var (kept, told) = (KeptLines(), KeptRollout());
        var (rollout, scored, training) = (new List<JsonNode>(), new List<JsonNode>(), new List<JsonNode>());
        var (names, prompts) = (new UpstreamNames(), new List<PromptEntry>());
        foreach (var (place, record) in drawn.Index())
        {
            cancel.ThrowIfCancellationRequested();
            var picture = run.Picture(record.PictureFile);
            var original = kept?[place];
            var (id, file) = names.Of(record, original?.PictureFile);
            CopyPicture(record, file);
            prompts.Add(new PromptEntry(id, record.Prompt, record.Category));
            rollout.Add(told.GetValueOrDefault(file) ?? RolloutLine.Write(id, file, record.Prompt, record.Thought));
            var judgement = judged[record.PictureFile];
            scored.Add(ScoredExport.Line(judgement, file, picture.Width, picture.Height, original));
            if (ScoredExport.Training(judgement, file, picture.Width, picture.Height) is { } line)
            {
                training.Add(line);
            }

            progress?.Report(new StageProgress("export", place + 1, drawn.Length));
        }

        WritePrompts([.. prompts.DistinctBy(prompt => prompt.Id)]);
        JsonLines.Write(Path.Combine(folder, "output.jsonl"), rollout);
        JsonLines.Write(Path.Combine(folder, "scored.jsonl"), scored);
        JsonLines.Write(Path.Combine(folder, "training.jsonl"), training);
        SftParquet.Write(
            Path.Combine(folder, "sft.parquet"),
            drawn.Select(record => SftRow.Of(run.Picture(record.PictureFile), record.Prompt)));
        return new ExportTally(drawn.Length, training.Count, drawn.Length - training.Count);
    }

    // An imported prompt file goes out as it came in, with the fields that nothing here reads.
    private void WritePrompts(IReadOnlyList<PromptEntry> prompts)
    {
        var (path, imported) = (Path.Combine(folder, "prompts.json"), run.File(UpstreamImport.Kept, "prompts.json"));
        if (File.Exists(imported))
        {
            AtomicFile.Write(path, File.ReadAllBytes(imported));
        }
        else
        {
            new PromptSet("prompts", prompts).Write(path);
        }
    }

    // Upstream's reader takes PNG and JPEG under any name; bytes are kept.
    private void CopyPicture(RolloutRecord record, string file)
    {
        var images = Path.Combine(folder, "images");
        Directory.CreateDirectory(images);
        var path = RecordedFile.Inside(images, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, File.ReadAllBytes(run.File(record.PictureFile)));
    }

    /// <summary>The scored lines of an imported run, in the order of its pictures; null where it is none.</summary>
    private ScoredLine[]? KeptLines()
    {
        var path = run.File(UpstreamImport.Kept, "scored.jsonl");
        if (!File.Exists(path))
        {
            return null;
        }

        ScoredLine[] lines = [.. JsonLines.Read(path).Select(ScoredLine.Read)];
        return lines.Length == drawn.Length ? lines : throw new SrumException(
            $"{path} has {lines.Length} lines for {drawn.Length} pictures: import again into another run.");
    }

    private Dictionary<string, JsonNode> KeptRollout()
    {
        var path = run.File(UpstreamImport.Kept, "rollout.jsonl");
        return File.Exists(path)
            ? JsonLines.Read(path).Select(RolloutLine.Read).ToDictionary(
                line => line.PictureFile, line => (JsonNode)JsonObject.Create(line.Json)!, StringComparer.Ordinal)
            : [];
    }
}
