using Srum.Models;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>What a step trains on, and the pass through the model that its loss may take.</summary>
/// <param name="model">The model as it is now.</param>
/// <param name="settings">How it is passed through.</param>
/// <param name="adapters">What is trained in the weights' place, if anything is.</param>
internal sealed class TrainingBatch(IUnifiedModel model, ForwardSettings settings, TrainedAdapters? adapters)
{
    /// <summary>Which examples the samples are.</summary>
    public required IReadOnlyList<PlannedSample> Planned { get; init; }

    /// <summary>The samples, whose targets are the judged pictures.</summary>
    public required IReadOnlyList<TrainingSample> Samples { get; init; }

    /// <summary>Clean targets of the judged pictures.</summary>
    public IReadOnlyList<Tensor> Targets => [.. Samples.Select(sample => sample.Target)];

    /// <summary>
    /// One pass with the weights that the model has now. What adapters drop stays dropped after it, for the way back.
    /// </summary>
    public IGenerationForward Forward()
    {
        adapters?.Drop(Planned[0].Seed);
        return model.Forward(Samples, settings);
    }

    /// <summary>The same without gradient, and nothing is dropped.</summary>
    public IGenerationForward Ungraded()
    {
        using var outside = no_grad();
        adapters?.Drop(null);
        return model.Forward(Samples, settings);
    }
}
