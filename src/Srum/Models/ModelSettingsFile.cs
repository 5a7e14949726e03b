using System.Text.Json;
using System.Text.Json.Serialization;
using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Models;

/// <summary>
/// Reads <c>srum_config.json</c> of a model folder: <c>draw</c> (the fields of <see cref="DrawSettings"/> in camel case), <c>answerBatchSize</c>, <c>world</c> (<c>small</c> or <c>wide</c>),
/// <c>vaeResize</c> and <c>vitResize</c> (<c>maxSide</c>, <c>minSide</c>, <c>stride</c>, <c>maxPixels</c>) and
/// <c>templates</c> (a file of the folder for each template name; line ends at its end are not part of the text). An absent file or field = the published value.
/// </summary>
public static class ModelSettingsFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "srum_config.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The settings of a model folder.</summary>
    /// <exception cref="SrumException">The file is no JSON, has an unknown field, or names a template that is not there.</exception>
    public static ModelSettings Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            return new ModelSettings();
        }

        try
        {
            var file = JsonSerializer.Deserialize<Content>(File.ReadAllText(path), Format) ?? new Content();
            return new ModelSettings
            {
                Draw = (file.Draw ?? new DrawSettings()).Checked(),
                AnswerBatchSize = Positive(file.AnswerBatchSize),
                World = file.World is null ? World.Shipped : World.Named(file.World) ?? throw new SrumException(
                    $"The world {file.World} is none. The shapes worlds are {World.Small.Name} and {World.Wide.Name}; other models leave the field out."),
                VaeResize = Usable(file.VaeResize) ?? PictureTransform.PublishedVae,
                VitResize = Usable(file.VitResize) ?? PictureTransform.PublishedVit,
                Templates = (file.Templates ?? []).ToDictionary(template => template.Key, template => Template(folder, path, template.Value)),
            };
        }
        catch (JsonException failure)
        {
            throw new SrumException($"{path} is no settings file: {failure.Message} Correct it, or remove it to get the published settings.", failure);
        }
        catch (SrumException failure) when (!failure.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new SrumException($"{path}: {failure.Message}", failure);
        }

        static int Positive(int count)
        {
            SettingRange.Require("answerBatchSize", count, 1, 1 << 16);
            return count;
        }

        // The rule itself refuses numbers that make no picture.
        static PictureTransform? Usable(PictureTransform? rule)
        {
            rule?.Size(1, 1);
            return rule;
        }
    }

    /// <summary>The files of a folder that its settings name as templates.</summary>
    internal static IReadOnlyList<string> TemplateFiles(string folder)
    {
        var path = Path.Combine(folder, Name);
        return File.Exists(path) ? [.. (JsonSerializer.Deserialize<Content>(File.ReadAllText(path), Format)?.Templates ?? []).Values.Order(StringComparer.Ordinal)] : [];
    }

    private static string Template(string folder, string path, string file)
    {
        var template = Path.GetFullPath(Path.Combine(folder, file));
        if (!template.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) || new FileInfo(template).LinkTarget is not null)
        {
            throw new SrumException($"{path} names the template {file}, which lies outside the model's folder. Put the file into the folder.");
        }

        return File.Exists(template)
            ? File.ReadAllText(template).TrimEnd('\r', '\n')
            : throw new SrumException($"{path} names the template {file}, which is not in the folder. Add the file, or take the name out.");
    }

    private sealed record Content
    {
        public DrawSettings? Draw { get; init; }

        public int AnswerBatchSize { get; init; } = new ModelSettings().AnswerBatchSize;

        public string? World { get; init; }

        public PictureTransform? VaeResize { get; init; }

        public PictureTransform? VitResize { get; init; }

        public Dictionary<string, string>? Templates { get; init; }
    }
}
