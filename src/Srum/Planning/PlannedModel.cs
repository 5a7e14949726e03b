using Srum.Models;
using Srum.Models.Bagel;
using Srum.Text;

namespace Srum.Planning;

/// <summary>A model folder as far as its configs and the headers of its weights say: no tensor is read.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Size">Its sizes.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
/// <param name="StoredBytes">Bytes of its weight files' tensors.</param>
public sealed record PlannedModel(
    string Folder, BagelFootprint Size, ModelSettings Settings, Tokenizer Tokenizer, long StoredBytes)
{
    /// <summary>Reads configs and headers.</summary>
    /// <param name="folder">A BAGEL's folder.</param>
    /// <param name="baseFolder">The whole model that it was trained from; null = none.</param>
    /// <exception cref="SrumException">
    /// It is no BAGEL, something is missing, or the headers hold another model than the configs say.
    /// </exception>
    public static PlannedModel Read(string folder, string? baseFolder = null)
    {
        var files = ModelFiles.Find(folder, baseFolder);
        if (ModelDesigns.Of(files) != ModelDesign.Bagel)
        {
            throw new SrumException($"{folder} is a Janus: only a BAGEL can be planned with so far.");
        }

        var size = new BagelFootprint(BagelConfig.Read(files.Described));
        var entries = ModelFolder.Headers(files);
        var found = entries.Sum(entry => entry.Count);
        var wanted = size.Parts
            .Where(part => part.Name != BagelFootprint.Tables || entries.Any(entry => BagelParts.IsTable(entry.Name)))
            .Sum(part => part.Parameters);
        return found == wanted
            ? new PlannedModel(
                folder, size, ModelSettingsFile.Read(files.Configured), Tokenizer.Open(files.Described),
                entries.Sum(entry => entry.Length))
            : throw new SrumException(
                $"The weights of {folder} hold {found:N0} numbers by their headers, and its configs describe a model "
                + $"of {wanted:N0}. 'srum inspect {folder}' names the tensors.");
    }

    /// <summary>Tokens of a text inside its start and end tokens.</summary>
    public int Tokens(string text) => Tokenizer.Encode(text).Count() + 2;
}
