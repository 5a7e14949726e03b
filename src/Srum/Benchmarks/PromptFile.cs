using System.Text;
using System.Text.Json;
using Srum.Formats;
using Srum.Prompts;

namespace Srum.Benchmarks;

/// <summary>
/// Prompt files of benchmarks: a JSON array of objects, or one object a line (<see cref="PromptJson.AreLines"/>).
/// </summary>
internal static class PromptFile
{
    private const long Longest = 1L << 28;

    /// <summary>The entries of a file, with where each stands for messages.</summary>
    /// <exception cref="SrumException">
    /// The file cannot be read, holds no entry or more than one array, or an entry is no sound object.
    /// </exception>
    public static IReadOnlyList<JsonLine> Read(string path)
    {
        ReadOnlySpan<byte> content = Content(path);
        if (content.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[Encoding.UTF8.Preamble.Length..];
        }

        var entries = PromptJson.AreLines(path, content.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            ? JsonLines.Read(path) : Entries(path, content);
        foreach (var entry in entries)
        {
            entry.Sound();
        }

        return entries.Count > 0 ? entries : throw new SrumException($"The prompt file {path} holds no prompt.");
    }

    /// <summary>An entry's prompt, checked as prompts of any set are.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="text">Name of the field with the prompt.</param>
    /// <param name="id">Its number.</param>
    /// <param name="category">Its category.</param>
    /// <exception cref="SrumException">There is no prompt, or it is too long or holds control characters.</exception>
    public static BenchmarkPrompt Prompt(JsonLine entry, string text, long id, string category)
    {
        var prompt = entry.Value.Text(text)?.Trim();
        return prompt is null or "" ? throw entry.Wrong($"has no \"{text}\" with the prompt's text")
            : PromptEntry.Fault(prompt) is { } fault ? throw entry.Wrong(fault)
            : new BenchmarkPrompt(id, prompt, category, entry.Value);
    }

    /// <summary>A whole number of an entry.</summary>
    /// <exception cref="SrumException">There is none.</exception>
    public static long Number(JsonLine entry, string name) =>
        entry.Value.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            ? number : throw entry.Wrong($"has no whole number \"{name}\"");

    /// <summary>The prompts, if no two have one number.</summary>
    /// <exception cref="SrumException">Two have.</exception>
    public static IReadOnlyList<BenchmarkPrompt> Distinct(
        IReadOnlyList<JsonLine> entries, IReadOnlyList<BenchmarkPrompt> prompts)
    {
        var seen = new HashSet<long>();
        var twice = prompts.Index().FirstOrDefault(prompt => !seen.Add(prompt.Item.Id));
        return twice.Item is null ? prompts
            : throw entries[twice.Index].Wrong($"repeats the prompt number {twice.Item.Id}");
    }

    private static byte[] Content(string path)
    {
        try
        {
            return new FileInfo(path).Length <= Longest ? File.ReadAllBytes(path)
                : throw new SrumException($"{path} is longer than {Longest} bytes: no prompt file is.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SrumException(
                $"The prompt file {path} cannot be read: {failure.Message} Name the benchmark's prompt file.", failure);
        }
    }

    private static IReadOnlyList<JsonLine> Entries(string path, ReadOnlySpan<byte> content)
    {
        var entries = new List<JsonLine>();
        try
        {
            // Several values are let in, so that a second one is told as what it is.
            var reader = new Utf8JsonReader(content, new JsonReaderOptions { AllowMultipleValues = true });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw new SrumException($"{path}, line 1: expected a JSON array of prompts.");
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var (value, fault) = JsonLines.Parse(content[start..(int)reader.BytesConsumed]);
                entries.Add(new JsonLine(path, LineAt(content, start), value, fault));
            }

            return !reader.Read() ? entries : throw new SrumException(
                $"{path}, line {LineAt(content, (int)reader.TokenStartIndex)}: another JSON value follows the array. "
                + "Keep one array, with all prompts in it.");
        }
        catch (JsonException failure)
        {
            throw new SrumException(
                $"{path}, line {failure.LineNumber + 1}: this line is not JSON ({failure.Message})", failure);
        }
    }

    private static int LineAt(ReadOnlySpan<byte> content, int place) => 1 + content[..place].Count((byte)'\n');
}
