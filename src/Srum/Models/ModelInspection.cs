using System.Globalization;
using System.Text.Json;
using Srum.Models.Bagel;
using Srum.Models.Janus;
using Srum.Weights;

namespace Srum.Models;

/// <summary>
/// What a model folder holds, and whether its weights are those that its configs ask for. No weights are loaded but
/// those of adapters.
/// </summary>
/// <param name="Folder">The folder.</param>
/// <param name="Tensors">Every tensor of its weight files.</param>
/// <param name="Settings">Sizes and settings as they will be used, by dotted name.</param>
/// <param name="Missing">Names that the model needs and no file has.</param>
/// <param name="Unused">Names that the model has no use for.</param>
/// <param name="Misshapen">Names of the wrong shape, with both shapes.</param>
/// <param name="FromBase">Names that the base folder fills.</param>
public sealed record ModelInspection(
    string Folder,
    IReadOnlyList<TensorEntry> Tensors,
    IReadOnlyList<KeyValuePair<string, string>> Settings,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unused,
    IReadOnlyList<string> Misshapen,
    IReadOnlyList<string> FromBase)
{
    /// <summary>Whether the model opens: nothing is missing, unused or misshapen.</summary>
    public bool IsComplete => Missing.Count + Unused.Count + Misshapen.Count == 0;

    /// <summary>Inspects a model folder in a published format.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="baseFolder">
    /// A whole model that adapters are put on, or that fills what a generator-only checkpoint leaves out; null = none.
    /// </param>
    /// <exception cref="SrumException">
    /// A file is absent or unsound, or a config lacks a field; each is named.
    /// </exception>
    /// <exception cref="NotFiniteException">A matrix of an adapter holds NaN or infinity.</exception>
    public static ModelInspection Read(string folder, string? baseFolder = null)
    {
        Native.TorchNatives.Require();
        var files = ModelFiles.Find(folder, baseFolder);
        return ModelDesigns.Of(files) == ModelDesign.Janus
            ? JanusFolder.Inspect(files)
            : ModelFolder.Inspect(folder, baseFolder);
    }

    /// <summary>The values of configs by dotted name; long texts by their length.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Flat(params object[] configs)
    {
        var found = new List<KeyValuePair<string, string>>();
        foreach (var config in configs)
        {
            Walk("", JsonSerializer.SerializeToElement(config, JsonSerializerOptions.Web));
        }

        return found;

        void Walk(string name, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var field in value.EnumerateObject())
                {
                    Walk(name.Length == 0 ? field.Name : $"{name}.{field.Name}", field.Value);
                }

                return;
            }

            var text = value.ToString();
            found.Add(new(
                name,
                text.Length > 60 ? string.Create(CultureInfo.InvariantCulture, $"{text.Length} characters") : text));
        }
    }
}
