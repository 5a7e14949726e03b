using Srum.Models;
using Srum.Models.Bagel;
using Srum.Models.Janus;
using Srum.Text;
using Srum.Weights;

namespace Srum.Planning;

/// <summary>A model folder as far as its configs and the headers of its weights say: no tensor is read.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Design">Its design, with its sizes.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="StoredBytes">Bytes of its weight files' tensors; of one by its config alone, in bf16.</param>
public sealed record PlannedModel(string Folder, IPlannedDesign Design, ModelSettings Settings, long StoredBytes)
{
    /// <summary>Reads configs and headers.</summary>
    /// <param name="folder">A model's folder.</param>
    /// <param name="baseFolder">The whole model that it was trained from; null = none.</param>
    /// <exception cref="SrumException">
    /// Something is missing, or the headers hold another model than the configs say.
    /// </exception>
    public static PlannedModel Read(string folder, string? baseFolder = null)
    {
        var files = ModelFiles.Find(folder, baseFolder);
        return ModelDesigns.Of(files) == ModelDesign.Janus ? Janus(files) : Bagel(files);
    }

    /// <summary>A BAGEL by its config alone: one that is not here yet. It has no questions of its own.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="tokenizer">What counts a text's tokens.</param>
    public static PlannedModel Of(string name, BagelConfig config, Tokenizer tokenizer)
    {
        var size = new BagelFootprint(config);
        return new PlannedModel(
            name, new BagelPlan(size, tokenizer), new ModelSettings(), size.WeightBytes(ModelPrecision.Bf16));
    }

    private static PlannedModel Bagel(ModelFiles files)
    {
        var size = new BagelFootprint(BagelConfig.Read(files.Described));
        var entries = ModelFolder.Headers(files);
        var wanted = size.Parts
            .Where(part => part.Name != BagelFootprint.Tables || entries.Any(entry => BagelParts.IsTable(entry.Name)))
            .Sum(part => part.Parameters);
        return Of(
            files, new BagelPlan(size, Tokenizer.Open(files.Described)), ModelSettingsFile.Read(files.Configured),
            entries, wanted);
    }

    private static PlannedModel Janus(ModelFiles files)
    {
        var (size, settings, entries) = JanusFolder.Described(files);
        return Of(files, new JanusPlan(size), settings, entries, size.Parameters);
    }

    private static PlannedModel Of(
        ModelFiles files, IPlannedDesign design, ModelSettings settings, IReadOnlyList<TensorEntry> entries,
        long wanted)
    {
        var found = entries.Sum(entry => entry.Count);
        return found == wanted
            ? new PlannedModel(files.Folder, design, settings, entries.Sum(entry => entry.Length))
            : throw new SrumException(
                $"The weights of {files.Folder} hold {found:N0} numbers by their headers, and its configs describe a "
                + $"model of {wanted:N0}. 'srum inspect {files.Folder}' names the tensors.");
    }
}
