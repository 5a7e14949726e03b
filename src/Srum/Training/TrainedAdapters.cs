using Srum.Models;
using Srum.Models.Adapters;
using Srum.Runs;

namespace Srum.Training;

/// <summary>
/// The adapters that a training moves. They stay on the model when it is over, so that the model draws with them, and a
/// later round goes on with them; <see cref="StartWeights.Restore"/> takes them off.
/// </summary>
internal sealed class TrainedAdapters
{
    private readonly LinearLayer[] layers;
    private readonly LoraSettings settings;

    private TrainedAdapters(LinearLayer[] layers, LoraSettings settings) =>
        (this.layers, this.settings) = (layers, settings);

    /// <summary>Puts new adapters on a model, where it has none of these sizes yet.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">Which layers, and which sizes.</param>
    /// <param name="seed">Decides how new adapters begin.</param>
    /// <exception cref="SrumException">No layer is meant, or the model has other adapters.</exception>
    public static TrainedAdapters Put(IUnifiedModel model, LoraSettings settings, long seed)
    {
        var meant = LayersOf(model, settings);
        foreach (var layer in meant)
        {
            layer.Adapter ??= LowRank.For(layer, settings.Rank, settings.Alpha, seed);
        }

        return new TrainedAdapters(meant, settings);
    }

    /// <summary>The layers of a model that settings mean; nothing is put on them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">Which layers, and which sizes.</param>
    /// <exception cref="SrumException">No layer is meant, or the model has other adapters.</exception>
    public static LinearLayer[] LayersOf(IUnifiedModel model, LoraSettings settings)
    {
        var trained = model.Parameters.Where(parameter => parameter.IsGeneration)
            .Select(parameter => parameter.Name).ToHashSet();
        LinearLayer[] possible = [.. model.Layers.Where(layer => trained.Contains(layer.Name + ".weight"))];
        LinearLayer[] meant = [.. possible.Where(layer => settings.Means(layer.Name))];
        if (settings.Targets.FirstOrDefault(target =>
            !possible.Any(layer => (settings with { Targets = [target] }).Means(layer.Name))) is { } unknown)
        {
            throw new SrumException(
                $"train.lora.targets names '{unknown}', and no linear layer of the generation half is called so. It "
                + "has "
                + string.Join(", ", possible.Select(layer => AdapterFolder.TargetOf(layer.Name)).Distinct())
                + ".");
        }

        if (meant.Length == 0)
        {
            throw new SrumException("This model has no linear layers for adapters: leave train.lora out.");
        }

        if (model.Layers.FirstOrDefault(layer => layer.Adapter is { } adapter
            && (!meant.Contains(layer) || adapter.Rank != settings.Rank || adapter.Alpha != settings.Alpha)) is
            { } other)
        {
            throw new SrumException(
                $"The model has an adapter of rank {other.Adapter!.Rank} and alpha {other.Adapter.Alpha} on "
                + $"{other.Name}, which is not what train.lora says. Train on with the same rank, alpha and targets, "
                + "or merge it first (srum export --model ADAPTER --base MODEL).");
        }

        return meant;
    }

    /// <summary>Takes the adapters off layers, those that have one, and frees them.</summary>
    public static void TakeOff(IEnumerable<LinearLayer> layers)
    {
        foreach (var layer in layers)
        {
            layer.Adapter?.Dispose();
            layer.Adapter = null;
        }
    }

    /// <summary>The matrices of all adapters on a model, by PEFT's names.</summary>
    public static IEnumerable<ModelParameter> On(IEnumerable<LinearLayer> layers) => layers
        .Where(layer => layer.Adapter is not null)
        .SelectMany(layer => AdapterFolder.Tensors(layer))
        .Select(tensor => new ModelParameter(tensor.Key, tensor.Value, IsGeneration: true));

    /// <summary>What is trained.</summary>
    public IEnumerable<ModelParameter> Parameters => On(layers);

    /// <summary>Drops by a seed what the settings say, each layer by one of its own.</summary>
    /// <param name="seed">The pass's seed; null = nothing is dropped.</param>
    public void Drop(long? seed)
    {
        foreach (var (index, layer) in layers.Index())
        {
            layer.Adapter!.Dropout = seed is { } given && settings.Dropout > 0
                ? (settings.Dropout, ContentKey.Seed(given, index)) : null;
        }
    }
}
