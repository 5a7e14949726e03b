using Srum.Imaging;
using Srum.Models.Adapters;
using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>A Janus: it draws code by code, answers by text, and what drawing passes through can be trained.</summary>
internal sealed class JanusModel : IUnifiedModel
{
    /// <summary>The fewest pictures, or questions, that are worth a thread of their own.</summary>
    private const int LeastOfPart = 4;

    private readonly JanusParts parts;
    private readonly ModelFiles files;
    private readonly Lazy<string> identity;

    /// <summary>Wraps loaded parts.</summary>
    /// <param name="parts">The parts; owned from here on.</param>
    /// <param name="settings">Settings and templates.</param>
    /// <param name="files">
    /// Where it was opened from: what <see cref="Save"/> copies and <see cref="Identity"/> tells.
    /// </param>
    /// <param name="precision">How its weights were read.</param>
    public JanusModel(JanusParts parts, ModelSettings settings, ModelFiles files, ModelPrecision precision)
    {
        (this.parts, Settings, this.files) = (parts, settings, files);
        Parameters =
        [
            .. parts.Store.Parameters.Select(parameter => new ModelParameter(
                parameter.Name, parameter.Value,
                JanusParts.IsGeneration(parameter.Name), JanusParts.IsFixed(parameter.Name))),
        ];
        identity = new Lazy<string>(() => files.Identity(precision));
    }

    /// <summary>The parts, for tests.</summary>
    public JanusParts Parts => parts;

    public string Identity => identity.Value;

    public ModelSettings Settings { get; }

    public IReadOnlyList<ModelParameter> Parameters { get; }

    public IReadOnlyList<LinearLayer> Layers => parts.Store.Layers;

    public void Check(DrawSettings draw, ForwardSettings? training = null, bool composed = false)
    {
        CodeSettings.Checked(draw, parts.Config);
        CodeSettings.Check(training ?? new());
        CodeSettings.CheckTexts(composed);
    }

    public IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default)
    {
        Check(settings, composed: requests.Any(request => request.Composed is not null));
        return
        [
            .. requests.Chunk(settings.BatchSize).SelectMany(batch => SideBySide.Batch(
                batch, parts.Device, LeastOfPart, (part, _) => DrawTogether(part, settings, cancel))),
        ];
    }

    private Drawing[] DrawTogether(DrawRequest[] batch, DrawSettings settings, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var contexts = ContextsOf(batch, guided: settings.IsGuided);
        var randoms = batch.Select(request => new SeededRandom(request.Seed)).ToArray();
        var temperature = settings.CodeTemperature ?? CodeSettings.PublishedTemperature;
        var grid = parts.Config.Grid;
        var codes = CodeSampler.Sample(
            parts, contexts, grid.Count, settings.IsGuided ? settings.TextGuidance : null, (_, logits) =>
                temperature == 0
                ? logits.argmax(-1)
                : TokenChoice.Sampled(logits, temperature, [.. randoms.Select(random => random.NextDouble())]),
            cancel: cancel);
        // One by one: the codec's widest stages take more than the decoder does.
        return
        [
            .. codes.reshape(-1, 1, grid.Rows, grid.Columns).unbind().Select(own => new Drawing(Picture(own), null)),
        ];
    }

    public IReadOnlyList<string> Answer(
        IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default) =>
        [.. AnswerAndWeigh(questions, settings, [], cancel).Select(answer => answer.Text)];

    public IReadOnlyList<WeighedAnswer> AnswerAndWeigh(
        IReadOnlyList<Question> questions, AnswerSettings settings, IReadOnlyList<string> continuations,
        CancellationToken cancel = default)
    {
        settings.Checked();
        var weighed = ReplyRules.Weighed(continuations.Select(parts.Tokens.Continue));
        var answers = new List<WeighedAnswer>();
        foreach (var batch in questions.Chunk(settings.BatchSize ?? Settings.AnswerBatchSize))
        {
            answers.AddRange(SideBySide.Batch(batch, parts.Device, LeastOfPart, (part, _) => Write(part)));
        }

        return answers;

        WeighedAnswer[] Write(Question[] asked)
        {
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            using var contexts = ContextsOf(asked);
            var weights = asked.Select(_ => new Dictionary<int, double[]>()).ToArray();
            var written = TextDecoding.Write(
                parts, contexts, settings.MaxTokens, settings.Temperature,
                [.. asked.Select(question => question.Seed)], weighed: weighed,
                weights: (row, before, logs) => weights[row][before] = logs, cancel: cancel);
            return [.. asked.Select((question, row) => Said(question, written[row], weights[row]))];
        }

        WeighedAnswer Said(Question question, IReadOnlyList<int> tokens, Dictionary<int, double[]> weights)
        {
            return new(Text(tokens.Count), weights.ToDictionary(place => Text(place.Key).Length, place => place.Value));

            string Text(int count)
            {
                var text = parts.Tokens.Decode(tokens.Take(count));
                return question.ReplyPrefix.Length == 0 ? ConversationFormat.Bare(text) : text;
            }
        }
    }

    public IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations)
    {
        var words = continuations.Select(text => (IReadOnlyList<int>)parts.Tokens.Continue(text)).ToArray();
        return
        [
            .. questions.Chunk(Settings.AnswerBatchSize).SelectMany(batch => SideBySide.Batch(
                batch, parts.Device, LeastOfPart, (part, _) => Weighed(part))),
        ];

        double[][] Weighed(Question[] asked)
        {
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            using var contexts = ContextsOf(asked);
            return [.. TextDecoding.Weigh(parts, contexts, words)];
        }
    }

    /// <summary>
    /// The codes (rows, columns) of a picture, int64: its middle square, resized to what this model draws.
    /// </summary>
    /// <inheritdoc/>
    public Tensor Encode(Picture picture)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var square = Resize.Bicubic(picture.MiddleSquare(), parts.Config.PictureSide, parts.Config.PictureSide);
        return parts.Codec.Encode(PictureTensor.Of([square]).to(parts.Device)).squeeze(0).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Each code is predicted from the prompt and the true codes before it: there is neither time nor noise. Gradients
    /// flow through the prompt's rows too, since reading and drawing share one decoder.
    /// </summary>
    /// <inheritdoc/>
    public IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings)
    {
        CodeSettings.Check(settings);
        return CodeForward.Of(parts, samples, settings.RecomputeLayers && is_grad_enabled());
    }

    public void Save(string folder) => JanusFolder.Save(folder, files, parts);

    public void Dispose() => parts.Dispose();

    private Picture Picture(Tensor codes) =>
        PictureTensor.ToPictures(parts.Store.Finite(parts.Codec.Decode(codes), "A drawn picture"))[0];

    // What pictures are drawn from, one a row, and with guidance behind each the same without words. Equal prompts are
    // read once.
    private Contexts ContextsOf(IReadOnlyList<DrawRequest> requests, bool guided)
    {
        string[] prompts = [.. requests.Select(request => request.Prompt).Distinct()];
        var copies = guided ? 2 : 1;
        var tokens = prompts.Select(parts.Tokens.ToDraw).SelectMany(
            ids => guided ? [ids, parts.Tokens.WithoutWords(ids)] : (int[][])[ids]);
        using var read = Contexts.Read(parts, new PromptBatch(parts.Tokens, [.. tokens], device: parts.Device));
        var drawn = read.Gather(
        [
            .. requests.SelectMany(
                request => Enumerable.Range(Array.IndexOf(prompts, request.Prompt) * copies, copies)),
        ]);
        drawn.Cache.Reserved = drawn.Cache.Length + parts.Config.Grid.Count;
        return drawn;
    }

    private Contexts ContextsOf(IReadOnlyList<Question> questions)
    {
        var tokens = questions.Select(parts.Tokens.ToAnswer);
        var pictures = questions.Select(question => question.Pictures);
        return Contexts.Read(parts, new PromptBatch(parts.Tokens, [.. tokens], [.. pictures], parts.Device));
    }
}
