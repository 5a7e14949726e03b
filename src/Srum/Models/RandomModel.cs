using Srum.Models.Bagel;
using Srum.Models.Janus;
using Srum.Native;
using Srum.Text;

namespace Srum.Models;

/// <summary>
/// Models that know nothing: random weights in the published layout, to try what opens, fits and fails.
/// </summary>
public static class RandomModel
{
    /// <summary>
    /// Writes a model folder with the file names, tensors and types of the published one: bf16 weights, fp32
    /// autoencoder or codec.
    /// </summary>
    /// <param name="folder">Where to; made where it is missing.</param>
    /// <param name="describedBy">
    /// A folder whose configs, tokenizer and settings it takes; its weights are not read.
    /// </param>
    /// <param name="seed">Decides every weight.</param>
    /// <exception cref="SrumException">
    /// A config or the tokenizer is missing or wrong, or the folder holds something else than a model of ours.
    /// </exception>
    public static void Write(string folder, string describedBy, long seed)
    {
        TorchNatives.Require();
        var files = ModelFiles.Find(describedBy, null);
        if (ModelDesigns.Of(files) == ModelDesign.Janus)
        {
            JanusFolder.WriteRandom(folder, files, seed);
            return;
        }

        using var parts = new BagelParts(
            BagelConfig.Read(files.Described), Tokenizer.Open(files.Described), ParameterStore.Random(seed),
            ParameterStore.Random(seed + 1));
        ModelFolder.Save(folder, files, parts);
    }
}
