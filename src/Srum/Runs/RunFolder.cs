using System.Text.Json;
using System.Text.RegularExpressions;
using Srum.Files;

namespace Srum.Runs;

/// <summary>
/// A run's folder: <c>settings.json</c>, <c>records/*.jsonl</c>, <c>pictures/</c>, <c>checkpoints/</c>, <c>result.json</c>,
/// <c>report.html</c>, and <c>rounds/</c> where there is more than one round. Everything in it follows from the settings, but for <c>times/</c> and what
/// <c>result.json</c> and the page say of times.
/// </summary>
public sealed partial class RunFolder
{
    private static readonly string[] Folders = ["records", "pictures", "checkpoints", "times"];

    private static readonly string[] Names =
    [
        .. Folders, "rounds", "models", "settings.json", "result.json", "report.html", "scores.svg", "ablation.json", "ablation.html",
    ];

    private RunFolder(string path, Func<Stream, Stream>? through) => (Path, Through) = (path, through);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>
    /// Folder of the judgements that the runs beside this one share: <c>.cache/judgements</c> beside it, in the folder
    /// <c>runs</c> of a clone, or where somebody has made that folder; null elsewhere, since what lies beside a run may
    /// be anybody's home.
    /// </summary>
    public string? JudgementCache
    {
        get
        {
            var beside = System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(RealPath.Of(Path)));
            if (beside is null)
            {
                return null;
            }

            var cache = System.IO.Path.Combine(beside, ".cache", "judgements");
            var isClones = System.IO.Path.GetFileName(beside) == "runs"
                && System.IO.File.Exists(System.IO.Path.Combine(beside, "..", "src", "Srum", "Srum.csproj"));
            return isClones || Directory.Exists(cache) ? cache : null;
        }
    }

    /// <summary>Wraps every stream that is written to; null outside tests.</summary>
    public Func<Stream, Stream>? Through { get; }

    /// <summary>Seconds by stage, of all processes and rounds together: those that were killed count up to their last batch or step.</summary>
    public IReadOnlyDictionary<string, double> Seconds => StageClock.Sum(
        (Directory.Exists(File("rounds")) ? Directory.GetDirectories(File("rounds")) : []).Prepend(Path)
            .SelectMany(folder => Directory.GetFiles(System.IO.Path.Combine(folder, "times"), "*.jsonl")));

    /// <summary>Opens a folder, or makes it and marks it as a run's.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="through">Wraps every stream that is written to; none by default.</param>
    /// <exception cref="SrumException">It cannot be made or written, or holds somebody else's files under names of a
    /// run's.</exception>
    public static RunFolder Open(string path, Func<Stream, Stream>? through = null)
    {
        try
        {
            FolderMark.Claim(path, "run", Names, () => HasStageSettings(path));
            foreach (var folder in Folders)
            {
                Directory.CreateDirectory(System.IO.Path.Combine(path, folder));
            }
        }
        catch (Exception failure) when ((failure is SrumException ? failure.InnerException : failure) is IOException or UnauthorizedAccessException)
        {
            throw new SrumException($"The run folder {path} cannot be used: {failure.Message} Name another with --run, or free the place.", failure);
        }

        return new RunFolder(path, through);
    }

    /// <summary>
    /// Clears away what killed processes left half written. A stage does it at its end, so that a refused one does not.
    /// </summary>
    internal void ClearAway()
    {
        foreach (var folder in Folders.Select(name => File(name)).Prepend(Path).Concat(Directory.GetDirectories(File("pictures"))))
        {
            AtomicFile.Sweep(folder);
        }
    }

    // Runs from before marks: a stage's settings begin with the model's identity, 64 hex digits.
    private static bool HasStageSettings(string path)
    {
        var records = System.IO.Path.Combine(path, "records");
        return Directory.Exists(records) && Directory.EnumerateFiles(records, "*.json").Any(file =>
            System.IO.File.ReadAllText(file) is var text && StageSettingsStart().IsMatch(text));
    }

    [GeneratedRegex("""\A\{\s*"model": "[0-9a-f]{64}",""")]
    private static partial Regex StageSettingsStart();

    /// <summary>
    /// Whether a system's name can name files on every system: up to 100 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, the
    /// first one a letter or digit, and no <see cref="Shard.Suffix"/> at the end, which would make it the shard of another name.
    /// </summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && char.IsAsciiLetterOrDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        && !Enumerable.Range(0, name.Length).Any(start => Shard.IsSuffix(name[start..]));

    /// <summary>The folder of what a training of a later round learns from, <c>rounds/&lt;name&gt;</c>: its pictures and their judgements.</summary>
    /// <param name="name">Name of the training.</param>
    /// <exception cref="SrumException">It cannot be made or written.</exception>
    public RunFolder Round(string name) => Open(File("rounds", name), Through);

    /// <summary>The path of a file of the run.</summary>
    public string File(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>The records of a name, <c>records/&lt;name&gt;.jsonl</c>.</summary>
    /// <param name="name">Name of the log.</param>
    /// <param name="key">What tells records apart.</param>
    public RecordLog<T> Log<T>(string name, Func<T, string> key)
        where T : class => RecordLog<T>.Open(File("records", name + ".jsonl"), key, Through);

    /// <summary>The records of a name that the whole and all shards have written; they may go on writing meanwhile.</summary>
    /// <param name="name">Name of the log.</param>
    /// <param name="key">What tells records apart.</param>
    public IReadOnlyDictionary<string, T> Merged<T>(string name, Func<T, string> key)
        where T : class => RecordLog<T>.Merge(
            Directory.GetFiles(File("records"), name + "*.jsonl").Where(path => Shard.IsSuffix(System.IO.Path.GetFileNameWithoutExtension(path)[name.Length..])), key);

    /// <summary>Writes a file of the run whole or not at all.</summary>
    public void Write(string text, params string[] names) => AtomicFile.Write(File(names), text, Through);

    /// <summary>Keeps the settings of the run, or holds them against those it was begun with.</summary>
    /// <exception cref="SrumException">The run was begun with other settings.</exception>
    public void KeepSettings(JsonElement settings) => Keep(settings, "The run", File("settings.json"));

    /// <summary>
    /// Keeps what decides a stage's records in <c>records/&lt;stage&gt;.json</c>, or holds it against what the stage was begun
    /// with: so records of two kinds never meet in one log.
    /// </summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="decisive">What decides; written as JSON.</param>
    /// <exception cref="SrumException">The stage was begun with something else.</exception>
    public void KeepSettings(string stage, object decisive) =>
        Keep(JsonSerializer.SerializeToElement(decisive, RecordFormat.Line), $"The stage '{stage}'", StageSettings(stage));

    /// <summary>What a stage was begun with; null where it was not.</summary>
    /// <exception cref="SrumException">The file is damaged.</exception>
    public JsonElement? SettingsOf(string stage)
    {
        if (!System.IO.File.Exists(StageSettings(stage)))
        {
            return null;
        }

        try
        {
            using var kept = JsonDocument.Parse(System.IO.File.ReadAllBytes(StageSettings(stage)));
            return kept.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new SrumException($"{StageSettings(stage)} is not JSON: {broken.Message} It says what the stage was begun with: put it back, or name another --run.", broken);
        }
    }

    private string StageSettings(string stage) => File("records", stage + ".json");

    private void Keep(JsonElement settings, string what, string path)
    {
        var text = JsonSerializer.Serialize(settings, RecordFormat.Indented) + "\n";
        if (!System.IO.File.Exists(path))
        {
            AtomicFile.Write(path, text, Through);
        }
        else if (System.IO.File.ReadAllText(path) != text)
        {
            throw new SrumException(
                $"{what} of {Path} was begun with other settings or another model (see {path}). Give the same ones to go on, or another --run.");
        }
    }

    /// <summary>Takes the time of a stage until disposed. Whoever does so holds the stage's <see cref="RunLock"/>.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="shard">The shard, which has a file of its own; null = the whole.</param>
    public StageClock Time(string stage, Shard? shard = null) => new(File("times", stage + shard?.Suffix + ".jsonl"), stage, Through);
}
