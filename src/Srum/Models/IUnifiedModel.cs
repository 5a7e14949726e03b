using Srum.Imaging;
using Srum.Models.Adapters;
using TorchSharp;

namespace Srum.Models;

/// <summary>
/// What rewards, training and evaluation know of a unified multimodal model: it draws, it answers, and its
/// generation half can be trained. Nothing of the library outside Models/ and Pretraining/ may ask which design it
/// has, but for those that a test lists with their reasons (tests/Srum.Tests/House/FolderOrder.cs).
/// Everything works in batches; results come in the order of the requests and do not depend on the batch beyond
/// rounding. Not thread-safe: one caller at a time.
/// </summary>
public interface IUnifiedModel : IDisposable
{
    /// <summary>
    /// SHA-256 (lower-case hex) over the weights and settings the model was opened with, and its precision where that
    /// is not fp32 (<see cref="ModelIdentity"/>): part of every record's key.
    /// </summary>
    string Identity { get; }

    /// <summary>
    /// Settings and templates that belong to this model (<c>srum_config.json</c>; absent = the published values).
    /// </summary>
    ModelSettings Settings { get; }

    /// <summary>Refuses, before an hour has gone into others, settings that this model cannot follow.</summary>
    /// <param name="draw">How pictures are to be drawn.</param>
    /// <param name="training">How it is to be trained; null = not at all.</param>
    /// <param name="composed">Whether some pictures are drawn from several texts.</param>
    /// <exception cref="SrumException">There is one; the message names it.</exception>
    void Check(DrawSettings draw, ForwardSettings? training = null, bool composed = false) => draw.Checked();

    /// <summary>Draws one picture a request. A picture depends on its request and the settings alone.</summary>
    /// <exception cref="SrumException">The model cannot follow a setting; the message names it.</exception>
    /// <exception cref="NotFiniteException">A picture holds NaN or infinity; the message names the cause.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default);

    /// <summary>
    /// Answers one question each. Greedy at temperature 0, else sampled from each question's own seed.
    /// </summary>
    /// <exception cref="SrumException">
    /// A setting is out of its range, or the model cannot read a question; the message names it.
    /// </exception>
    /// <exception cref="NotFiniteException">Logits hold NaN or infinity; the message names the cause.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    IReadOnlyList<string> Answer(
        IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default);

    /// <summary>
    /// Log-probability (natural, summed over tokens) of each given continuation after the question and
    /// <see cref="Question.ReplyPrefix"/>: a graded score without sampling. One array a question, one number a
    /// continuation.
    /// </summary>
    /// <exception cref="SrumException">The model cannot read a question; the message names it.</exception>
    /// <exception cref="NotFiniteException">Logits hold NaN or infinity; the message names the cause.</exception>
    IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations);

    /// <summary>
    /// Answers as <see cref="Answer"/> does, and tells at each place of an answer where one of the given continuations
    /// was written how likely each of them was there. A model may know this from writing; asked afterwards it reads
    /// everything again (<see cref="Weigh"/>). Places that it does not know are left out.
    /// </summary>
    /// <inheritdoc cref="Answer"/>
    IReadOnlyList<WeighedAnswer> AnswerAndWeigh(
        IReadOnlyList<Question> questions, AnswerSettings settings, IReadOnlyList<string> continuations,
        CancellationToken cancel = default) =>
        [
            .. Answer(questions, settings, cancel)
                .Select(text => new WeighedAnswer(text, new Dictionary<int, double[]>())),
        ];

    /// <summary>
    /// The clean generation target of a picture, in the model's own layout (no batch dimension, on the model's device,
    /// no gradient).
    /// </summary>
    /// <param name="picture">Resized by the model's own rule first.</param>
    torch.Tensor Encode(Picture picture);

    /// <summary>
    /// One training forward pass over a batch; gradients flow into the parameters that require them.
    /// Times and noise are drawn from each sample's own seed.
    /// </summary>
    /// <exception cref="SrumException">The model cannot follow a setting, or a target is none of its.</exception>
    IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings);

    /// <summary>All parameters by published name, in a fixed order; those of adapters are none of them.</summary>
    IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>The linear layers that an adapter can be put on; none by default.</summary>
    IReadOnlyList<LinearLayer> Layers => [];

    /// <summary>
    /// Writes a model folder, adapters merged into their weights, that <c>UnifiedModel.Open</c> opens; atomic file by
    /// file.
    /// </summary>
    /// <exception cref="SrumException">
    /// The folder holds something else than a model of ours, or cannot be written.
    /// </exception>
    /// <exception cref="NotFiniteException">A weight holds NaN or infinity; an older file of it stays.</exception>
    void Save(string folder);
}
