using Srum.Models.Adapters;
using Srum.Models.Bagel;
using Srum.Models.Janus;
using Srum.Native;
using TorchSharp;

namespace Srum.Models;

/// <summary>Opens models by their folder.</summary>
public static class UnifiedModel
{
    /// <summary>
    /// Opens a model folder in a published format, whatever sizes its configs say: a Janus where <c>config.json</c>
    /// says <c>multi_modality</c>, else a BAGEL.
    /// </summary>
    /// <param name="folder">The folder, or one of adapters (<see cref="AdapterFolder"/>) of the base.</param>
    /// <param name="device">Where its tensors live; null = the CPU.</param>
    /// <param name="baseFolder">
    /// A whole model: has the weights that adapters are put on, fills the vision encoder and connector of a
    /// generator-only checkpoint, and the files it comes without (configs, tokenizer, autoencoder). Null = none.
    /// </param>
    /// <param name="precision">How the weights are held. Default fp32; another is part of the identity.</param>
    /// <exception cref="SrumException">
    /// A file is missing or unsound, or is a link out of its folder, a config lacks a field, or weights are missing,
    /// unused or of the wrong shape; each is named.
    /// </exception>
    /// <exception cref="NotFiniteException">A weight of an adapter or of a small model is not finite.</exception>
    public static IUnifiedModel Open(
        string folder, torch.Device? device = null, string? baseFolder = null,
        ModelPrecision precision = ModelPrecision.Fp32)
    {
        TorchNatives.Require();
        var files = ModelFiles.Find(folder, baseFolder);
        files.Check();
        IUnifiedModel model = ModelDesigns.Of(files) == ModelDesign.Janus
            ? JanusFolder.Open(files, device, precision)
            : ModelFolder.Open(folder, ModelSettingsFile.Read(files.Configured), device, baseFolder, precision);
        if (files.IsAdapter)
        {
            try
            {
                AdapterFolder.PutOn(model, folder, device);
            }
            catch
            {
                model.Dispose();
                throw;
            }
        }

        return model;
    }
}
