using System.Text;
using System.Text.Json;

namespace Srum.Runs;

/// <summary>
/// An append-only file of one JSON record a line, each flushed to the disk. A last line that a kill tore is dropped when
/// the file is opened; a broken line before it is an error, since something else wrote there.
/// </summary>
/// <typeparam name="T">A record.</typeparam>
public sealed class RecordLog<T>
    where T : class
{
    private readonly string path;
    private readonly Func<T, string> key;
    private readonly Func<Stream, Stream>? through;
    private readonly List<T> records = [];
    private readonly Dictionary<string, T> byKey = new(StringComparer.Ordinal);

    private RecordLog(string path, Func<T, string> key, Func<Stream, Stream>? through) =>
        (this.path, this.key, this.through) = (path, key, through);

    /// <summary>The records in the order in which they were written.</summary>
    public IReadOnlyList<T> Records => records;

    /// <summary>Opens a log; a file that is not there is an empty one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="key">What tells records apart.</param>
    /// <param name="through">Wraps the stream that is written to; none by default.</param>
    /// <exception cref="SrumException">A line before the last is broken; the message names file and line.</exception>
    public static RecordLog<T> Open(string path, Func<T, string> key, Func<Stream, Stream>? through = null)
    {
        var log = new RecordLog<T>(path, key, through);
        if (File.Exists(path))
        {
            log.Read();
        }

        return log;
    }

    /// <summary>The record of a key, or null.</summary>
    public T? Find(string wanted) => byKey.GetValueOrDefault(wanted);

    /// <summary>Appends a record unless its key is there already.</summary>
    /// <exception cref="SrumException">The file cannot be written. Records before this one are safe.</exception>
    public void Append(T record)
    {
        if (!byKey.TryAdd(key(record), record))
        {
            return;
        }

        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record, RecordFormat.Line) + "\n");
        var before = 0L;
        try
        {
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            before = file.Length;
            file.Seek(0, SeekOrigin.End);
            var stream = through is null ? file : through(file);
            stream.Write(line);
            stream.Flush();
            file.Flush(flushToDisk: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            byKey.Remove(key(record));
            CutBack(before);
            throw new SrumException(
                $"Cannot write '{path}': {failure.Message} Everything before is kept; free the disk or the folder and give the same command again.", failure);
        }

        records.Add(record);
    }

    private void Read()
    {
        var bytes = File.ReadAllBytes(path);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(bytes, 0, whole).Split('\n')[..^1])
        {
            number++;
            try
            {
                var record = JsonSerializer.Deserialize<T>(line, RecordFormat.Line) ?? throw new JsonException("it is null");
                if (byKey.TryAdd(key(record), record))
                {
                    records.Add(record);
                }
            }
            catch (JsonException broken)
            {
                throw new SrumException($"{path}, line {number} is no record: {broken.Message} Remove that line, and what it held is made again.", broken);
            }
        }

        if (whole < bytes.Length)
        {
            CutBack(whole);
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
