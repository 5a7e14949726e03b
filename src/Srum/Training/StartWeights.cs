using Srum.Models;
using Srum.Models.Adapters;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>
/// The weights of a model as they are now, so that trainings in place can start from the same ones, one after another,
/// without reading the model again. Holds a copy of every parameter that they may change, on the model's device.
/// </summary>
public sealed class StartWeights : IDisposable
{
    private readonly (Tensor Live, Tensor Kept)[] weights;
    private readonly LinearLayer[] bare;

    /// <summary>Copies the weights.</summary>
    /// <param name="model">The model; stays the caller's and must live as long as this.</param>
    /// <param name="forward">
    /// Says whether trainings leave the understanding half alone, which then needs no copy.
    /// </param>
    public StartWeights(IUnifiedModel model, ForwardSettings forward)
        : this(model, [.. Trainer.Trained(model, forward), .. TrainedAdapters.On(model.Layers)])
    {
    }

    /// <summary>
    /// Copies the weights that any of several trainings moves: those of adapters move none of the model's own.
    /// </summary>
    /// <param name="model">The model; stays the caller's and must live as long as this.</param>
    /// <param name="trainings">The trainings.</param>
    internal StartWeights(IUnifiedModel model, IEnumerable<TrainSettings> trainings)
        : this(
            model,
            [
                .. trainings.Where(training => training.Lora is null)
                    .SelectMany(training => Trainer.Trained(model, training.Forward))
                    .DistinctBy(parameter => parameter.Name),
                .. TrainedAdapters.On(model.Layers),
            ])
    {
    }

    /// <summary>Copies the weights that a training moves.</summary>
    internal StartWeights(IUnifiedModel model, IEnumerable<ModelParameter> trained)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        bare = [.. model.Layers.Where(layer => layer.Adapter is null)];
        weights = [.. trained.Select(parameter => (parameter.Value, parameter.Value.clone()))];
        // All are there: where memory ends half way, those that were made end with the scope.
        foreach (var (_, kept) in weights)
        {
            kept.DetachFromDisposeScope();
        }
    }

    /// <summary>Puts the model's weights back, bit for bit, and takes off the adapters that came after them.</summary>
    public void Restore()
    {
        using var outside = no_grad();
        TrainedAdapters.TakeOff(bare);
        foreach (var (live, kept) in weights)
        {
            live.copy_(kept);
        }
    }

    /// <summary>
    /// Does something while the model has these weights, then gives it those back that it has now, bit for bit.
    /// </summary>
    /// <param name="act">What is done; it may not train.</param>
    public T During<T>(Func<T> act) => ExchangedWeights.During(weights, act);

    /// <summary>Frees the copies.</summary>
    public void Dispose()
    {
        foreach (var (_, kept) in weights)
        {
            kept.Dispose();
        }
    }
}
