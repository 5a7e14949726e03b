using System.Text;
using System.Text.Json;
using Srum.Files;

namespace Srum.Runs;

/// <summary>
/// An append-only file of one JSON record a line, each flushed to the disk (unless told otherwise). A last line that a
/// kill tore is dropped when the file is opened; a broken line before it is an error, since something else wrote there.
/// </summary>
/// <typeparam name="T">A record.</typeparam>
public sealed class RecordLog<T>
    where T : class
{
    private readonly string path;
    private readonly Func<T, string> key;
    private readonly Func<Stream, Stream>? through;
    private readonly bool isDurable;
    private readonly List<T> records = [];
    private readonly Dictionary<string, T> byKey = new(StringComparer.Ordinal);

    private RecordLog(string path, Func<T, string> key, Func<Stream, Stream>? through, bool isDurable) =>
        (this.path, this.key, this.through, this.isDurable) = (path, key, through, isDurable);

    /// <summary>The records in the order in which they were written.</summary>
    public IReadOnlyList<T> Records => records;

    /// <summary>Opens a log to go on with it; a file that is not there is an empty one.</summary>
    /// <param name="path">The file; its folder must exist, and nobody else may be writing it.</param>
    /// <param name="key">What tells records apart.</param>
    /// <param name="through">Wraps the stream that is written to; none by default.</param>
    /// <param name="isDurable">
    /// False leaves it to the system when a record reaches the disk: a power cut may lose the last ones, a kill none.
    /// </param>
    /// <exception cref="SrumException">A line before the last is broken; the message names file and line.</exception>
    public static RecordLog<T> Open(
        string path, Func<T, string> key, Func<Stream, Stream>? through = null, bool isDurable = true)
    {
        var log = new RecordLog<T>(path, key, through, isDurable);
        log.Read(heal: true);
        return log;
    }

    /// <summary>
    /// The records of logs that other processes may be writing, each key once, files in the order of their names. A
    /// torn last line is passed over and left as it is.
    /// </summary>
    /// <param name="files">The logs.</param>
    /// <param name="key">What tells records apart.</param>
    /// <exception cref="SrumException">A line before the last is broken; the message names file and line.</exception>
    public static IReadOnlyDictionary<string, T> Merge(IEnumerable<string> files, Func<T, string> key)
    {
        var merged = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            var log = new RecordLog<T>(path, key, null, isDurable: true);
            log.Read(heal: false);
            foreach (var (name, record) in log.byKey)
            {
                merged.TryAdd(name, record);
            }
        }

        return merged;
    }

    /// <summary>The record of a key, or null.</summary>
    public T? Find(string wanted) => byKey.GetValueOrDefault(wanted);

    /// <summary>Appends a record unless its key is there already.</summary>
    /// <exception cref="SrumException">The file cannot be written. Records before this one are safe.</exception>
    /// <exception cref="ArgumentException">It has no JSON, as a number that is none; the log is as it was.</exception>
    public void Append(T record)
    {
        var name = key(record);
        if (byKey.ContainsKey(name))
        {
            return;
        }

        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record, RecordFormat.Line) + "\n");
        long? before = null;
        try
        {
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            before = file.Length;
            file.Seek(0, SeekOrigin.End);
            var stream = through is null ? file : through(file);
            stream.Write(line);
            stream.Flush();
            file.Flush(isDurable);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (before is { } length)
            {
                CutBack(length);
            }

            throw new SrumException(
                $"Cannot write '{path}': {failure.Message} Everything before is kept; free the disk or the folder and "
                    + "give the same command again.", failure);
        }

        byKey.Add(name, record);
        records.Add(record);
    }

    private void Read(bool heal)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var bytes = SharedFile.Read(path);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        Refuse(bytes, whole);
        var number = 0;
        // An editor may have left a mark and no whole line.
        var start = bytes.AsSpan(0, whole).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        foreach (var line in Encoding.UTF8.GetString(bytes, start, whole - start).Split('\n')[..^1])
        {
            number++;
            try
            {
                var record = JsonSerializer.Deserialize<T>(line, RecordFormat.Line)
                    ?? throw new JsonException("it is null");
                if (byKey.TryAdd(key(record), record))
                {
                    records.Add(record);
                }
            }
            catch (JsonException broken)
            {
                throw new SrumException($"{path}, line {number} is no record: {JsonFile.Fault(broken)}. Remove that "
                    + "line, and what it held is made again.", broken);
            }
        }

        if (heal && whole < bytes.Length)
        {
            CutBack(whole);
        }
    }

    // What an editor made of the file must not be taken for a torn line and cut away, nor go on in another encoding.
    private void Refuse(byte[] bytes, int whole)
    {
        var fault = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? "is UTF-16"
            : bytes.AsSpan(whole).Contains((byte)'\r') ? "ends its lines in carriage returns alone" : null;
        if (fault is not null)
        {
            throw new SrumException(
                $"{path} {fault}. Records are UTF-8 and end in line feeds: save the file so, then go on.");
        }
    }

    private void CutBack(long length)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
            file.SetLength(length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A torn last line is dropped when the log is opened again.
        }
    }
}
