using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Srum.Files;
using Srum.Imaging;

namespace Srum.Runs;

/// <summary>
/// A run's folder: <c>settings.json</c>, <c>records/*.jsonl</c>, <c>pictures/</c>, <c>checkpoints/</c>,
/// <c>result.json</c>, <c>report.html</c>, and <c>rounds/</c> where there is more than one round. Everything in it
/// follows from the settings, but for <c>times/</c> and what <c>result.json</c> and the page say of times.
/// </summary>
public sealed partial class RunFolder
{
    /// <summary>
    /// The form of settings and records; one that changes is another number, and a folder of another form is refused.
    /// </summary>
    private const int Form = 2;

    private static readonly string[] Folders = ["records", "pictures", "checkpoints", "times"];

    private static readonly string[] Names =
    [
        .. Folders, "rounds", "models", "upstream", "geneval", "tables", "settings.json", "import.json",
        "result.json", "report.html", "scores.svg", "benchmark.json", "benchmark.html",
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
            if (Directory.GetParent(System.IO.Path.TrimEndingDirectorySeparator(RealPath.Of(Path))) is not { } beside)
            {
                return null;
            }

            var cache = System.IO.Path.Combine(beside.FullName, ".cache", "judgements");
            var isClones = beside.Name == "runs"
                && System.IO.File.Exists(System.IO.Path.Combine(beside.FullName, "..", "src", "Srum", "Srum.csproj"));
            return isClones || Directory.Exists(cache) ? cache : null;
        }
    }

    /// <summary>Wraps every stream that is written to; null outside tests.</summary>
    public Func<Stream, Stream>? Through { get; }

    /// <summary>
    /// What each stage took, of all processes and rounds together: those that were killed count up to their last batch
    /// or step.
    /// </summary>
    public IReadOnlyDictionary<string, StageWork> Work => StageClock.Sum(WithRounds.SelectMany(folder =>
        Directory.GetFiles(System.IO.Path.Combine(folder, "times"), "*.jsonl")));

    /// <summary>The folder's path, and those of the rounds in it that draw for themselves.</summary>
    internal IEnumerable<string> WithRounds =>
        (Directory.Exists(File("rounds")) ? Directory.GetDirectories(File("rounds")) : []).Prepend(Path);

    /// <summary>Opens a folder, or makes it and marks it as a run's.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="through">Wraps every stream that is written to; none by default.</param>
    /// <exception cref="SrumException">
    /// It cannot be made or written, or holds somebody else's files under names of a run's.
    /// </exception>
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
        catch (Exception failure) when (AtomicFile.IsOfSystem(failure))
        {
            throw new SrumException(
                $"The run folder {path} cannot be used: {failure.Message} Name another with --run, or free the place.",
                failure);
        }

        return new RunFolder(path, through);
    }

    /// <summary>Opens a folder that is a run's already, for what only goes on with one.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="SrumException">It is none, or cannot be written.</exception>
    public static RunFolder Existing(string path) => IsRun(path) ? Open(path)
        : throw new SrumException(
            $"There is no run in {path}. Name another folder with --run, or begin one: 'srum rollout --run {path}'.");

    /// <summary>
    /// Clears away what killed processes left half written. A stage does it at its end, so that a refused one does not.
    /// </summary>
    internal void ClearAway()
    {
        string[] folders = [Path, .. Folders.Select(name => File(name)), .. Directory.GetDirectories(File("pictures"))];
        foreach (var folder in folders)
        {
            AtomicFile.Sweep(folder);
        }
    }

    private static bool IsRun(string path) => FolderMark.IsOn(path) || HasStageSettings(path);

    // Runs from before marks: a stage's settings begin with their form, older ones with 64 hex digits of the model.
    private static bool HasStageSettings(string path)
    {
        var records = System.IO.Path.Combine(path, "records");
        return Directory.Exists(records) && Directory.EnumerateFiles(records, "*.json")
            .Any(file => StageSettingsStart().IsMatch(System.IO.File.ReadAllText(file)));
    }

    [GeneratedRegex("""\A\{\s*"(form": [0-9]+|model": "[0-9a-f]{64}"),""")]
    private static partial Regex StageSettingsStart();

    /// <summary>
    /// Whether a system's name can name files on every system: up to 100 letters, digits, <c>-</c>, <c>_</c> and
    /// <c>.</c>, the first one a letter or digit, and no <see cref="Shard.Suffix"/> at the end, which would make it the
    /// shard of another name.
    /// </summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 100
            && char.IsAsciiLetterOrDigit(name[0])
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        && !Enumerable.Range(0, name.Length).Any(start => Shard.IsSuffix(name[start..]));

    /// <summary>
    /// The folder of what a training of a later round learns from, <c>rounds/&lt;name&gt;</c>: its pictures and their
    /// judgements.
    /// </summary>
    /// <param name="name">Name of the training.</param>
    /// <exception cref="SrumException">It cannot be made or written.</exception>
    public RunFolder Round(string name) => Open(File("rounds", name), Through);

    /// <summary>The path of a file of the run.</summary>
    public string File(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>A picture of the run.</summary>
    /// <param name="names">Its path in the run's folder.</param>
    /// <exception cref="SrumException">It is missing or damaged; the message tells how to have it drawn
    /// again.</exception>
    public Picture Picture(params string[] names)
    {
        var path = File(names);
        try
        {
            return PictureFile.Read(path);
        }
        catch (SrumException failure)
        {
            var (what, remove) = System.IO.File.Exists(path) ? ("cannot be read any more", "Remove it, then give")
                : ("is missing", "Give");
            throw new SrumException(
                System.IO.File.Exists(File("import.json"))
                    ? $"'{path}', a picture of this run, {what}. It was imported: put it back, or import into "
                        + "another run."
                    : $"'{path}', a picture of this run, {what}. {remove} 'srum run' or 'srum rollout' of this run "
                        + "again: they draw what is missing, and a picture comes again as it was.",
                failure);
        }
    }

    /// <summary>The records of a name, <c>records/&lt;name&gt;.jsonl</c>.</summary>
    /// <param name="name">Name of the log.</param>
    /// <param name="key">What tells records apart.</param>
    public RecordLog<T> Log<T>(string name, Func<T, string> key)
        where T : class => RecordLog<T>.Open(File("records", name + ".jsonl"), key, Through);

    /// <summary>
    /// The records of a name that the whole and all shards have written; they may go on writing meanwhile.
    /// </summary>
    /// <param name="name">Name of the log.</param>
    /// <param name="key">What tells records apart.</param>
    public IReadOnlyDictionary<string, T> Merged<T>(string name, Func<T, string> key)
        where T : class => RecordLog<T>.Merge(Logs(File("records"), name), key);

    /// <summary>
    /// How many records of a name the whole and all shards have written; the folder need not be there.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="name">Name of the log.</param>
    public static long Recorded(string folder, string name)
    {
        var records = System.IO.Path.Combine(folder, "records");
        return Logs(records, name).Sum(path => SharedFile.Read(path).LongCount(value => value == (byte)'\n'));
    }

    /// <summary>Writes a file of the run whole or not at all.</summary>
    public void Write(string text, params string[] names) => AtomicFile.Write(File(names), text, Through);

    /// <summary>Keeps the settings of the run, or holds them against those it was begun with.</summary>
    /// <exception cref="SrumException">The run was begun with other settings.</exception>
    public void KeepSettings(JsonElement settings) => Keep(settings, "the run", File("settings.json"));

    /// <summary>
    /// Keeps what decides a stage's records in <c>records/&lt;stage&gt;.json</c>, or holds it against what the stage
    /// was begun with: so records of two kinds never meet in one log.
    /// </summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="decisive">What decides; written as JSON.</param>
    /// <exception cref="SrumException">The stage was begun with something else.</exception>
    public void KeepSettings(string stage, object decisive) =>
        Keep(JsonSerializer.SerializeToElement(decisive, RecordFormat.Line), Name(stage), StageSettings(stage));

    /// <summary>What a stage was begun with; null where it was not, or by another version.</summary>
    /// <exception cref="SrumException">The file is damaged.</exception>
    public JsonElement? SettingsOf(string stage)
    {
        var path = StageSettings(stage);
        return System.IO.File.Exists(path) ? KeptSettings.Read(path, Name(stage)) : null;
    }

    /// <summary>
    /// The models by which the run was begun, as its settings and then those of its stages name them. A stage that an
    /// endpoint judged names the endpoint's model. A folder that is no run's, or is not there, names none.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="SrumException">A file of settings is damaged.</exception>
    public static IEnumerable<string> ModelsOf(string folder)
    {
        if (!IsRun(folder))
        {
            yield break;
        }

        var records = System.IO.Path.Combine(folder, "records");
        string[] stages =
            Directory.Exists(records) ? [.. Directory.GetFiles(records, "*.json").Order(StringComparer.Ordinal)] : [];
        foreach (var file in stages.Prepend(System.IO.Path.Combine(folder, "settings.json")))
        {
            if (System.IO.File.Exists(file)
                && KeptSettings.Read(file, "the run").TryGetProperty("model", out var model)
                && model.GetString() is { } named)
            {
                yield return named;
            }
        }
    }

    /// <summary>Whether a stage was begun with just this.</summary>
    internal bool IsBegunWith(string stage, object decisive) => SettingsOf(stage) is { } begun
        && JsonElement.DeepEquals(begun, Formed(JsonSerializer.SerializeToElement(decisive, RecordFormat.Line)));

    private static IEnumerable<string> Logs(string records, string name) => !Directory.Exists(records)
        ? []
        : Directory.GetFiles(records, name + "*.jsonl")
            .Where(path => Shard.IsSuffix(System.IO.Path.GetFileNameWithoutExtension(path)[name.Length..]));

    private string StageSettings(string stage) => File("records", stage + ".json");

    private static string Name(string stage) => $"the stage '{stage}'";

    private void Keep(JsonElement settings, string what, string path)
    {
        var formed = Formed(settings);
        if (!System.IO.File.Exists(path))
        {
            AtomicFile.Write(path, JsonSerializer.Serialize(formed, RecordFormat.Indented) + "\n", Through);
        }
        else if (!IsOfThisForm(KeptSettings.Read(path, what)))
        {
            throw new SrumException(
                $"{KeptSettings.Capital(what)} was begun by an older version, whose settings this one does not read "
                + $"({path}). Go on with that version, or name another folder with --run.");
        }
        else
        {
            KeptSettings.Require(path, what, formed, "Give the same ones to go on, or name another --run.");
        }
    }

    private static bool IsOfThisForm(JsonElement kept) =>
        kept.TryGetProperty("form", out var form) && form.TryGetInt32(out var number) && number == Form;

    private static JsonElement Formed(JsonElement settings)
    {
        var formed = new JsonObject { ["form"] = Form };
        foreach (var field in settings.EnumerateObject())
        {
            formed[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        }

        return JsonSerializer.SerializeToElement(formed, RecordFormat.Line);
    }

    /// <summary>
    /// Takes the time of a stage until disposed. Whoever does so holds the stage's <see cref="RunLock"/>.
    /// </summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="shard">The shard, which has a file of its own; null = the whole.</param>
    public StageClock Time(string stage, Shard? shard = null) => new(
        File("times", stage + shard?.Suffix + ".jsonl"), stage, Through);
}
