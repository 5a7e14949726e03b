using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Srum.Files;
using Srum.Regions;
using Srum.Runs;

namespace Srum.Judging;

/// <summary>
/// Judgements by their content (judge, wording, settings, prompt, seed, picture), shared by runs. A convenience: where
/// it cannot be made, read or written, judging goes on without it.
/// </summary>
internal sealed partial class JudgementCache
{
    private readonly string wording;
    private readonly Func<Stream, Stream>? through;
    private string? folder;

    /// <param name="folder">The folder, made where it is missing; null = no cache.</param>
    /// <param name="wording">The key of everything that decides a judgement besides what is judged.</param>
    /// <param name="through">Wraps every stream that is written to; none by default.</param>
    public JudgementCache(string? folder, string wording, Func<Stream, Stream>? through)
    {
        (this.folder, this.wording, this.through) = (folder, wording, through);
        if (folder is not null)
        {
            Try(() => FolderMark.Claim(folder, "cache of judgements", []));
        }
    }

    /// <summary>The judgement that was made of the same content; null where there is none.</summary>
    public JudgeRecord? Find(JudgeRequest request)
    {
        JudgeRecord? known = null;
        if (folder is not null && Place(request) is var place)
        {
            Try(() => known = File.Exists(place) ? Read(place) : null);
        }

        return known;
    }

    /// <summary>Keeps a judgement.</summary>
    public void Keep(JudgeRequest request, JudgeRecord judged)
    {
        if (folder is not null)
        {
            var place = Place(request);
            Try(() =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                AtomicFile.Write(place, JsonSerializer.Serialize(judged, RecordFormat.Line) + "\n", through);
            });
        }
    }

    /// <summary>Clears away what killed processes left half written.</summary>
    public void ClearAway()
    {
        if (folder is { } marked && FolderMark.IsOn(marked))
        {
            Try(() =>
            {
                var parts = Directory.GetDirectories(marked).Where(part => Part().IsMatch(Path.GetFileName(part)));
                parts.ToList().ForEach(part => AtomicFile.Sweep(part));
            });
        }
    }

    private string Place(JudgeRequest request)
    {
        var pixels = Convert.ToHexStringLower(SHA256.HashData(request.Picture.Rgb));
        var (width, height) = (request.Picture.Width, request.Picture.Height);
        var key = ContentKey.Of(new { judgeKey = wording, request.Prompt, request.Seed, width, height, pixels });
        return Path.Combine(folder!, key[..2], key + ".json");
    }

    private static JudgeRecord? Read(string place)
    {
        try
        {
            return JsonSerializer.Deserialize<JudgeRecord>(File.ReadAllText(place), RecordFormat.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What failed once would fail for every picture.
    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is SrumException or IOException or UnauthorizedAccessException)
        {
            folder = null;
        }
    }

    [GeneratedRegex(@"\A[0-9a-f]{2}\z")]
    private static partial Regex Part();
}
