using Srum.Imaging;
using Srum.Models.Adapters;
using TorchSharp;

namespace Srum.Models;

/// <summary>A model that does what another does, but for what is overridden. The other stays its owner's.</summary>
/// <param name="inner">The other.</param>
public abstract class DelegatingModel(IUnifiedModel inner) : IUnifiedModel
{
    /// <inheritdoc/>
    public virtual string Identity => Inner.Identity;

    /// <inheritdoc/>
    public ModelSettings Settings => Inner.Settings;

    /// <inheritdoc/>
    public IReadOnlyList<ModelParameter> Parameters => Inner.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<LinearLayer> Layers => Inner.Layers;

    /// <inheritdoc/>
    public void Check(DrawSettings draw, ForwardSettings? training = null, bool composed = false) =>
        Inner.Check(draw, training, composed);

    /// <inheritdoc/>
    public virtual IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default) =>
        Inner.Draw(requests, settings, cancel);

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> Answer(
        IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default) =>
        Inner.Answer(questions, settings, cancel);

    /// <inheritdoc/>
    public virtual IReadOnlyList<WeighedAnswer> AnswerAndWeigh(
        IReadOnlyList<Question> questions, AnswerSettings settings, IReadOnlyList<string> continuations,
        CancellationToken cancel = default) => Inner.AnswerAndWeigh(questions, settings, continuations, cancel);

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations) =>
        Inner.Weigh(questions, continuations);

    /// <inheritdoc/>
    public torch.Tensor Encode(Picture picture) => Inner.Encode(picture);

    /// <inheritdoc/>
    public virtual IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings) =>
        Inner.Forward(samples, settings);

    /// <inheritdoc/>
    public void Save(string folder) => Inner.Save(folder);

    /// <summary>The other.</summary>
    protected IUnifiedModel Inner { get; } = inner;

    /// <summary>Nothing, unless it is overridden: the inner model is its owner's.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
