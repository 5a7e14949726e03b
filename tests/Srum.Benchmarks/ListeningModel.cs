using Srum.Imaging;
using Srum.Models;
using Srum.Models.Adapters;
using TorchSharp;

namespace Srum.Benchmarks;

/// <summary>
/// A model that keeps every question and its answer, so that their work can be counted. Does not own the model it
/// wraps.
/// </summary>
internal sealed class ListeningModel(IUnifiedModel model) : IUnifiedModel
{
    public List<(Question Question, string Answer)> Heard { get; } = [];

    public string Identity => model.Identity;

    public ModelSettings Settings => model.Settings;

    public IReadOnlyList<ModelParameter> Parameters => model.Parameters;

    public IReadOnlyList<LinearLayer> Layers => model.Layers;

    public IReadOnlyList<string> Answer(
        IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default)
    {
        var answers = model.Answer(questions, settings, cancel);
        Heard.AddRange(questions.Zip(answers));
        return answers;
    }

    public IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default) =>
        model.Draw(requests, settings, cancel);

    public IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations) =>
        model.Weigh(questions, continuations);

    public torch.Tensor Encode(Picture picture) => model.Encode(picture);

    public IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings) =>
        model.Forward(samples, settings);

    public void Save(string folder) => model.Save(folder);

    public void Dispose()
    {
    }
}
