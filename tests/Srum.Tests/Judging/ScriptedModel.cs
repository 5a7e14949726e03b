using Srum.Imaging;
using Srum.Models;
using TorchSharp;

namespace Srum.Tests.Judging;

/// <summary>A model that answers by a script and remembers what it was asked.</summary>
internal sealed class ScriptedModel(Func<Question, AnswerSettings, string> answer) : IUnifiedModel
{
    public List<(IReadOnlyList<Question> Questions, AnswerSettings Settings)> Batches { get; } = [];

    public Func<Question, string, double> LogWeight { get; init; } = (_, _) => 0;

    public string Identity => "scripted";

    public ModelSettings Settings { get; init; } = new();

    public IReadOnlyList<ModelParameter> Parameters => [];

    public IReadOnlyList<string> Answer(
        IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default)
    {
        Batches.Add((questions, settings));
        return [.. questions.Select(q => answer(q, settings))];
    }

    public IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations) =>
        [.. questions.Select(q => continuations.Select(c => LogWeight(q, c)).ToArray())];

    public IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default) =>
        throw new NotSupportedException();

    public torch.Tensor Encode(Picture picture) => throw new NotSupportedException();

    public IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings) =>
        throw new NotSupportedException();

    public void Save(string folder) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
