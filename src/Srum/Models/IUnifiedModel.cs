using System.Text.Json.Serialization;
using Srum.Imaging;
using Srum.Models.Adapters;
using TorchSharp;

namespace Srum.Models;

/// <summary>
/// What rewards, training and evaluation know of a unified multimodal model: it draws, it answers, and its
/// generation half can be trained. Nothing outside Models/ and Pretraining/ may ask which design it has.
/// Everything works in batches; results come in the order of the requests and do not depend on the batch.
/// Not thread-safe: one caller at a time.
/// </summary>
public interface IUnifiedModel : IDisposable
{
    /// <summary>
    /// SHA-256 (lower-case hex) over the weights and settings the model was opened with: part of every record's key.
    /// </summary>
    string Identity { get; }

    /// <summary>
    /// Settings and templates that belong to this model (<c>srum_config.json</c>; absent = the published values).
    /// </summary>
    ModelSettings Settings { get; }

    /// <summary>Refuses, before an hour has gone into others, settings that this model cannot follow.</summary>
    /// <param name="draw">How pictures are to be drawn.</param>
    /// <param name="training">How it is to be trained; null = not at all.</param>
    /// <exception cref="SrumException">There is one; the message names it.</exception>
    void Check(DrawSettings draw, ForwardSettings? training = null) => draw.Checked();

    /// <summary>Draws one picture a request. A picture depends on its prompt, seed and settings alone.</summary>
    IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default);

    /// <summary>
    /// Answers one question each. Greedy at temperature 0, else sampled from each question's own seed.
    /// </summary>
    IReadOnlyList<string> Answer(
        IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default);

    /// <summary>
    /// Log-probability (natural, summed over tokens) of each given continuation after the question and
    /// <see cref="Question.ReplyPrefix"/>: a graded score without sampling. One array a question, one number a
    /// continuation.
    /// </summary>
    IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations);

    /// <summary>
    /// Answers as <see cref="Answer"/> does, and tells at each place of an answer where one of the given continuations
    /// was written how likely each of them was there. A model may know this from writing; asked afterwards it reads
    /// everything again (<see cref="Weigh"/>). Places that it does not know are left out.
    /// </summary>
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
    /// <param name="noiseSeed">Seed of a sampling encoder; null takes the mean.</param>
    torch.Tensor Encode(Picture picture, long? noiseSeed = null);

    /// <summary>
    /// One training forward pass over a batch; gradients flow into the parameters that require them.
    /// Times and noise are drawn from each sample's own seed.
    /// </summary>
    IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings);

    /// <summary>All parameters by published name, in a fixed order; those of adapters are none of them.</summary>
    IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>The linear layers that an adapter can be put on; none by default.</summary>
    IReadOnlyList<LinearLayer> Layers => [];

    /// <summary>
    /// Writes a model folder, adapters merged into their weights, that <c>UnifiedModel.Open</c> opens; atomic file by
    /// file.
    /// </summary>
    void Save(string folder);
}

/// <summary>One picture to draw.</summary>
/// <param name="Prompt">The prompt as the user wrote it.</param>
/// <param name="Seed">
/// Decides the noise, and the thought where it is sampled (<see cref="DrawSettings.ThoughtTemperature"/>): the seed
/// belongs to this prompt and picture.
/// </param>
/// <param name="Thought">
/// Where <see cref="DrawSettings.Think"/> is on: the thought to draw from; null = the model writes its own.
/// </param>
public sealed record DrawRequest(string Prompt, long Seed, string? Thought = null);

/// <summary>One drawn picture.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Thought">What was thought before drawing; null when <see cref="DrawSettings.Think"/> is off.</param>
public sealed record Drawing(Picture Picture, string? Thought)
{
    /// <summary>
    /// The way from noise to the picture, one a network step; empty unless <see cref="DrawSettings.KeepSteps"/> is on.
    /// </summary>
    public IReadOnlyList<DrawingStep> Steps { get; init; } = [];
}

/// <summary>One question, with pictures in front of the text.</summary>
/// <param name="Pictures">What the question is about; may be empty.</param>
/// <param name="Text">The question.</param>
/// <param name="System">A text before the pictures (a thinking instruction, say); null = none.</param>
/// <param name="ReplyPrefix">
/// Words the reply is made to begin with; they are not repeated in the answer. Empty = none.
/// </param>
/// <param name="Seed">Decides sampling when the temperature is above 0.</param>
public sealed record Question(
    IReadOnlyList<Picture> Pictures, string Text, string? System = null, string ReplyPrefix = "", long Seed = 0);

/// <summary>One sample of a training batch.</summary>
/// <param name="Prompt">The prompt, or null where the text condition was dropped.</param>
/// <param name="Target">Clean target from <see cref="IUnifiedModel.Encode"/>.</param>
/// <param name="Seed">Decides flow time and noise.</param>
public sealed record TrainingSample(string? Prompt, torch.Tensor Target, long Seed)
{
    /// <summary>
    /// The prompt that was dropped, where one was: a token model that draws without words still has their number.
    /// </summary>
    public string? DroppedPrompt { get; init; }

    /// <summary>
    /// Mean reward of the prompt's pictures, in [0, 1]; default ½. A token model's bounded negative branch asks what
    /// share of them is good; a flow's does not.
    /// </summary>
    public double RewardRate { get; init; } = 0.5;
}

/// <summary>A parameter by its published name.</summary>
/// <param name="Name">Published name.</param>
/// <param name="Value">The live tensor.</param>
/// <param name="IsGeneration">True where it belongs to the generation half, which SRUM trains.</param>
/// <param name="IsFixed">True where it is a table that no training may change.</param>
public sealed record ModelParameter(string Name, torch.Tensor Value, bool IsGeneration, bool IsFixed = false);

/// <summary>Settings of a training forward pass.</summary>
public sealed record ForwardSettings
{
    /// <summary>
    /// Shift of the training times towards noise: shift · u / (1 + (shift − 1) u). Default 4 (paper, Table 7).
    /// </summary>
    public double TimestepShift { get; init; } = 4.0;

    /// <summary>
    /// True (default, as the paper says) cuts the gradient in every row of the understanding half at every layer;
    /// false is the behaviour of the released code, which also updates the understanding expert.
    /// </summary>
    public bool FreezeUnderstanding { get; init; } = true;

    /// <summary>
    /// Computes each decoder layer again on the way back instead of keeping what is inside it (gradient checkpointing;
    /// Chen et al. 2016): a pass needs the memory of one layer, and about a third more time. Default false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RecomputeLayers { get; init; }
}

/// <summary>
/// The prediction of a training forward pass. A flow model measures the squared velocity error, a
/// discrete-token model the cross-entropy; each a number a generation token, whatever the design.
/// </summary>
public interface IGenerationForward : IDisposable
{
    /// <summary>Token grid of each sample.</summary>
    IReadOnlyList<TokenGrid> Grids { get; }

    /// <summary>
    /// Error of each token against the given clean targets (one a sample, the noise of this pass): all tokens of
    /// all samples one after the other, row-major within a sample; differentiable. Mean over channels: SRUM's
    /// (v − (ε − x₀))².
    /// </summary>
    torch.Tensor Errors(IReadOnlyList<torch.Tensor> cleanTargets);

    /// <summary>
    /// As <see cref="Errors"/>, for this prediction reflected about another one: a flow model's velocity v becomes 2 ·
    /// v_about − v, a token model's probability π becomes (π_about − q π) / (1 − q), counted from that of the other on.
    /// Differentiable in this pass; the other is a constant.
    /// </summary>
    /// <param name="cleanTargets">One a sample.</param>
    /// <param name="about">
    /// A pass of the same model over the same samples, made without gradient: with the weights of the start, say.
    /// </param>
    torch.Tensor ReflectedErrors(IReadOnlyList<torch.Tensor> cleanTargets, IGenerationForward about);
}

/// <summary>Rows and columns of a picture's generation tokens.</summary>
public readonly record struct TokenGrid(int Rows, int Columns)
{
    /// <summary>Rows · columns.</summary>
    public int Count => Rows * Columns;
}
