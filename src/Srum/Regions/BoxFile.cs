using System.Text.Json;
using Srum.Files;

namespace Srum.Regions;

/// <summary>
/// Boxes of pictures from a file, in one of three forms: an object of lists by picture; a COCO data set, whose
/// <c>annotations</c> have boxes of left, top, width, height; or the published tools' scored jsonl, whose regions are
/// taken without their scores.
/// </summary>
internal static class BoxFile
{
    private const string Remedy =
        "A box file is a JSON object like {\"0001.png\": [[10, 20, 60, 80]]}, for each picture a list of boxes left, "
        + "top, right, bottom in pixels; or a COCO file with \"images\" and \"annotations\"; or a scored file that "
        + "ends in .jsonl.";

    private static readonly JsonSerializerOptions OneOfEach = new() { AllowDuplicateProperties = false };

    /// <summary>The boxes by the picture's name.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SrumException">It is missing, or of none of the three forms.</exception>
    public static Dictionary<string, PictureBoxes> Read(string path)
    {
        if (Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase))
        {
            return Scored(path);
        }

        var whole = JsonFile.Read(path, Remedy);
        return whole.ValueKind == JsonValueKind.Object && whole.TryGetProperty("annotations", out var annotations)
            && whole.TryGetProperty("images", out var images) ? Coco(path, images, annotations)
            : JsonFile.Read<Dictionary<string, double[]?[]?>>(path, OneOfEach, Remedy)
                .Where(picture => picture.Value is not null)
                .ToDictionary(picture => picture.Key, picture => new PictureBoxes(picture.Value!, null));
    }

    // A picture without annotations has no boxes; one that is not among the images is not in the file.
    private static Dictionary<string, PictureBoxes> Coco(string path, JsonElement images, JsonElement annotations)
    {
        try
        {
            var boxes = annotations.EnumerateArray().ToLookup(
                annotation => annotation.GetProperty("image_id").GetRawText(),
                annotation => Corners(Numbers(annotation.GetProperty("bbox"))));
            var found = new Dictionary<string, PictureBoxes>();
            foreach (var image in images.EnumerateArray())
            {
                double[]? size = image.TryGetProperty("width", out var width)
                    && image.TryGetProperty("height", out var height) ? [width.GetDouble(), height.GetDouble()] : null;
                var name = image.GetProperty("file_name").GetString()!;
                if (!found.TryAdd(
                    name, new PictureBoxes([.. boxes[image.GetProperty("id").GetRawText()]], size)))
                {
                    throw new SrumException($"The COCO file '{path}' names the picture '{name}' twice.");
                }
            }

            return found;
        }
        catch (Exception broken) when (
            broken is KeyNotFoundException or InvalidOperationException or ArgumentNullException)
        {
            throw new SrumException(
                $"The COCO file '{path}' needs a list \"images\" with id and file_name, and a list \"annotations\" "
                + "with image_id and bbox (left, top, width, height).", broken);
        }

        static double[] Corners(double[] box) => box is [var left, var top, var width, var height]
            ? [left, top, left + width, top + height] : box;
    }

    // Entries without a usable box are no regions, as in training.
    private static Dictionary<string, PictureBoxes> Scored(string path)
    {
        var found = new Dictionary<string, PictureBoxes>();
        foreach (var (number, line) in Lines(path).Index().Where(line => line.Item.Trim().Length > 0))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                var record = document.RootElement;
                var boxes = record.TryGetProperty("vlm_rewards", out var rewards)
                    && rewards.ValueKind == JsonValueKind.Array ? rewards.EnumerateArray().Select(Box) : [];
                var size = record.TryGetProperty("global_layout_reward", out var layout) ? Box(layout) : null;
                found[record.GetProperty("image_file").GetString()!] = new PictureBoxes(
                    [.. boxes.OfType<double[]>()],
                    size is [0, 0, var width, var height] ? [width, height] : null) { LeavesOut = true };
            }
            catch (Exception broken) when (
                broken is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
            {
                throw new SrumException(
                    $"{path}, line {number + 1} is no line of a scored file: it needs an \"image_file\". {Remedy}",
                    broken);
            }
        }

        return found;

        static double[]? Box(JsonElement entry) =>
            entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("bbox", out var box)
            && box.ValueKind == JsonValueKind.Array
            && box.EnumerateArray().All(edge => edge.ValueKind == JsonValueKind.Number) ? Numbers(box) : null;
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(edge => edge.GetDouble())];

    private static string[] Lines(string path)
    {
        try
        {
            return TextFile.Read(path).Split('\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException($"Cannot read '{path}': {failure.Message} {Remedy}", failure);
        }
    }
}
