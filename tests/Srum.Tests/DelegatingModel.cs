using Srum.Imaging;
using Srum.Models;
using Srum.Models.Adapters;
using TorchSharp;

namespace Srum.Tests;

/// <summary>A model that does what another does, but for what a test overrides.</summary>
internal abstract class DelegatingModel(IUnifiedModel inner) : IUnifiedModel
{
    public string Identity => inner.Identity;

    public ModelSettings Settings => inner.Settings;

    public IReadOnlyList<ModelParameter> Parameters => inner.Parameters;

    public IReadOnlyList<LinearLayer> Layers => inner.Layers;

    public void Check(DrawSettings draw, ForwardSettings? training = null) => inner.Check(draw, training);

    public virtual IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default) =>
        inner.Draw(requests, settings, cancel);

    public virtual IReadOnlyList<string> Answer(
        IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default) =>
        inner.Answer(questions, settings, cancel);

    public IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations) =>
        inner.Weigh(questions, continuations);

    public torch.Tensor Encode(Picture picture, long? noiseSeed = null) => inner.Encode(picture, noiseSeed);

    public virtual IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings) =>
        inner.Forward(samples, settings);

    public void Save(string folder) => inner.Save(folder);

    public void Dispose() => inner.Dispose();
}
