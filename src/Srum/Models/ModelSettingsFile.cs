using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Srum.Files;
using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Models;

/// <summary>
/// Reads <c>srum_config.json</c> of a model folder: <c>draw</c> (the fields of <see cref="DrawSettings"/> in camel
/// case), <c>answerBatchSize</c>, <c>world</c> (<c>small</c> or <c>wide</c>), <c>vaeResize</c> and <c>vitResize</c>
/// (<c>maxSide</c>, <c>minSide</c>, <c>stride</c>, <c>maxPixels</c>) and <c>templates</c> (a file of the folder for
/// each template name; line ends at its end are not part of the text). An absent file or field = the published value.
/// </summary>
public static class ModelSettingsFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "srum_config.json";

    private const string Remedy = "Correct it, or remove it to get the published settings.";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The settings of a model folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="published">What an absent file or field means; null = the settings of the published BAGEL.</param>
    /// <exception cref="SrumException">
    /// The file is no JSON, has an unknown field, or names a template that is none or not there.
    /// </exception>
    public static ModelSettings Read(string folder, ModelSettings? published = null)
    {
        var path = Path.Combine(folder, Name);
        published ??= new ModelSettings();
        if (!OptionalFile.IsThere(path))
        {
            return published;
        }

        try
        {
            var file = JsonFile.Read<Content>(path, Format, Remedy);
            return published with
            {
                Draw = (file.Draw is { } draw ? Over(draw, published.Draw) : published.Draw).Checked(),
                AnswerBatchSize = Positive(file.AnswerBatchSize ?? published.AnswerBatchSize),
                World = file.World is null ? published.World : World.Named(file.World) ?? throw new SrumException(
                    $"The world {file.World} is none. The shapes worlds are {World.Small.Name} and {World.Wide.Name}; "
                    + "other models leave the field out."),
                VaeResize = Usable(file.VaeResize) ?? published.VaeResize,
                VitResize = Usable(file.VitResize) ?? published.VitResize,
                Templates = file.Templates?.ToDictionary(
                    template => Known(template.Key), template => Template(folder, path, template.Value))
                    ?? published.Templates,
            };
        }
        catch (JsonException broken)
        {
            throw new SrumException($"{path}, \"draw\": {JsonFile.Fault(broken)}. {Remedy}", broken);
        }
        catch (SrumException failure) when (!failure.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new SrumException($"{path}: {failure.Message}", failure);
        }

        // The fields of the file, the others as published.
        static DrawSettings Over(JsonObject draw, DrawSettings published)
        {
            foreach (var (name, value) in JsonSerializer.SerializeToNode(published, Format)!.AsObject().ToArray())
            {
                if (!draw.Any(field => string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase)))
                {
                    draw[name] = value?.DeepClone();
                }
            }

            return draw.Deserialize<DrawSettings>(Format)!;
        }

        static int Positive(int count)
        {
            SettingException.Require("answerBatchSize", count, 1, BatchSizes.Largest);
            return count;
        }

        // Another name would be read by nobody, and the built-in wording asked in its place.
        static string Known(string name) => ModelSettings.TemplateNames.Contains(name) ? name
            : throw new SrumException(
                $"There is no template '{name}'. The templates are {string.Join(", ", ModelSettings.TemplateNames)}.");

        // The rule itself refuses numbers that make no picture.
        static PictureTransform? Usable(PictureTransform? rule)
        {
            rule?.Size(1, 1);
            return rule;
        }
    }

    /// <summary>The files of a folder that its settings name as templates, by their names in it.</summary>
    /// <exception cref="SrumException">One is no file of the folder; the message names it.</exception>
    internal static IReadOnlyList<string> TemplateFiles(string folder)
    {
        var path = Path.Combine(folder, Name);
        var templates = OptionalFile.IsThere(path) ? JsonFile.Read<Content>(path, Format, Remedy).Templates : null;
        return
        [
            .. (templates ?? []).Values.Select(file => Place(folder, path, file).Name).Order(StringComparer.Ordinal),
        ];
    }

    private static string Template(string folder, string path, string? file)
    {
        var (name, template) = Place(folder, path, file);
        return File.Exists(template)
            ? TextFile.Read(template).TrimEnd('\r', '\n')
            : throw new SrumException(
                $"{path} names the template {name}, which is not in the folder. Add the file, or take the name out.");
    }

    // What the file says is a stranger's word, and what is read there is copied into every folder that is saved.
    private static (string Name, string Path) Place(string folder, string path, string? file) =>
        file is not null && NamedFile.In(folder, file) is { } template
            ? (file, template)
            : throw new SrumException(
                $"{path} names the template {file ?? "null"}, which lies outside the model's folder. Put the file into "
                + "the folder, and its name into the settings.");

    private sealed record Content
    {
        public JsonObject? Draw { get; init; }

        public int? AnswerBatchSize { get; init; }

        public string? World { get; init; }

        public PictureTransform? VaeResize { get; init; }

        public PictureTransform? VitResize { get; init; }

        public Dictionary<string, string?>? Templates { get; init; }
    }
}
