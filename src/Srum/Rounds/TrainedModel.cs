using Srum.Imaging;
using Srum.Models;
using Srum.Models.Adapters;
using TorchSharp;

namespace Srum.Rounds;

/// <summary>
/// A model that was trained in place, under an identity of its own: what it draws and judges is not the start's.
/// </summary>
internal sealed class TrainedModel(IUnifiedModel model, string fingerprint) : IUnifiedModel
{
    public string Identity => fingerprint;

    public ModelSettings Settings => model.Settings;

    public IReadOnlyList<ModelParameter> Parameters => model.Parameters;

    public IReadOnlyList<LinearLayer> Layers => model.Layers;

    public IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default) =>
        model.Draw(requests, settings, cancel);

    public IReadOnlyList<string> Answer(
        IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default) =>
        model.Answer(questions, settings, cancel);

    public void Check(DrawSettings draw, ForwardSettings? training = null) => model.Check(draw, training);

    public IReadOnlyList<WeighedAnswer> AnswerAndWeigh(
        IReadOnlyList<Question> questions,
        AnswerSettings settings, IReadOnlyList<string> continuations, CancellationToken cancel = default) =>
        model.AnswerAndWeigh(questions, settings, continuations, cancel);

    public IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations) =>
        model.Weigh(questions, continuations);

    public torch.Tensor Encode(Picture picture, long? noiseSeed = null) => model.Encode(picture, noiseSeed);

    public IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings) =>
        model.Forward(samples, settings);

    public void Save(string folder) => model.Save(folder);

    /// <summary>Nothing: the model is its owner's.</summary>
    public void Dispose()
    {
    }
}
