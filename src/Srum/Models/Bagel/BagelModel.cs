using Srum.Imaging;
using Srum.Models.Adapters;
using Srum.Native;
using Srum.Prompts;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>A BAGEL: it draws by flow, answers by text, and its generation expert can be trained.</summary>
internal sealed class BagelModel : IUnifiedModel
{
    private readonly BagelParts parts;
    private readonly ModelFiles files;
    private readonly Lazy<string> identity;
    private readonly Lazy<DraftTable> usual;

    /// <summary>The fewest pictures, or questions, that are worth a thread of their own.</summary>
    private const int LeastOfPart = 8;

    /// <summary>Wraps loaded parts.</summary>
    /// <param name="parts">The parts; owned from here on.</param>
    /// <param name="settings">Settings and templates.</param>
    /// <param name="files">
    /// Where it was opened from: what <see cref="Save"/> copies and <see cref="Identity"/> tells.
    /// </param>
    /// <param name="precision">How its weights were read.</param>
    public BagelModel(
        BagelParts parts, ModelSettings settings, ModelFiles files, ModelPrecision precision = ModelPrecision.Fp32)
    {
        (this.parts, Settings, this.files) = (parts, settings, files);
        Parameters =
        [
            .. parts.Store.Parameters.Select(parameter => new ModelParameter(
                parameter.Name, parameter.Value, IsGeneration(parameter.Name), BagelParts.IsTable(parameter.Name))),
        ];
        identity = new Lazy<string>(() => files.Identity(precision));
        usual = new Lazy<DraftTable>(() => DraftTable.Of(files.Replies.Select(
            reply => (List<int>)[parts.Tokenizer.StartId, .. parts.Tokenizer.Encode(reply), parts.Tokenizer.EndId])));
    }

    /// <summary>The parts, for pretraining and tests.</summary>
    public BagelParts Parts => parts;

    public string Identity => identity.Value;

    public ModelSettings Settings { get; }

    public IReadOnlyList<ModelParameter> Parameters { get; }

    public IReadOnlyList<LinearLayer> Layers => parts.Store.Layers;

    public void Check(DrawSettings draw, ForwardSettings? training = null, bool composed = false)
    {
        if (composed && (draw.Think || draw.GuidedRows == 3))
        {
            throw new SrumException(
                "Pictures are to be drawn from several texts, which goes neither with a thought nor with image "
                + "guidance. Leave these out, or the composition.");
        }

        if (draw.CodeTemperature is not null)
        {
            throw new SrumException(
                "The setting codeTemperature is set, but this model draws by a flow, which samples no codes. "
                + "Leave it out.");
        }

        GridFor(draw.Checked());
    }

    public IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default)
    {
        Check(settings, composed: requests.Any(request => request.Composed is not null));
        var drafts = settings.Think ? Drafts() : null;
        var drawings = new Drawing[requests.Count];
        // As many rows of a pass as a picture has texts: those that have as many go together.
        foreach (var batch in requests.Index().GroupBy(one => TextsOf(one.Item).Count)
            .SelectMany(alike => alike.Chunk(settings.BatchSize)))
        {
            var drawn = SideBySide.Batch(
                [.. batch.Select(one => one.Item)], parts.Device, LeastOfPart,
                (part, place) => DrawTogether(part, settings, drafts?[place], cancel));
            foreach (var (one, drawing) in batch.Zip(drawn))
            {
                drawings[one.Index] = drawing;
            }
        }

        return drawings;
    }

    private IReadOnlyList<Drawing> DrawTogether(
        DrawRequest[] batch, DrawSettings settings, DraftTable? drafts, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var grid = GridFor(settings);
        // What pictures share with each other is computed once: contexts of equal prompts, and their thoughts unless
        // these are given, or sampled, each from its picture's seed.
        var sampled = settings is { Think: true, ThoughtTemperature: > 0 };
        DrawRequest[] wanted =
        [
            .. batch.Select(
                request => request with { Seed = sampled ? request.Seed : 0, Thought = settings.Think
                    ? request.Thought
                    : null }),
        ];
        DrawRequest[] distinct = [.. wanted.Distinct()];
        int[] rows = [.. wanted.Select(picture => Array.IndexOf(distinct, picture))];
        var texts = distinct.Select(TextsOf).ToArray();
        var each = texts[0].Count;
        string[] prompts = [.. texts.SelectMany(own => own.Select(part => part.Text))];
        // All first texts, then all second ones.
        int[] textRows = [.. Enumerable.Range(0, each).SelectMany(k => rows.Select(row => (row * each) + k))];
        var weights = each == 1 ? null : tensor(
            [.. Enumerable.Range(0, each).SelectMany(k => rows.Select(row => (float)texts[row][k].Weight))],
            [each, batch.Length, 1, 1], dtype: float32, device: parts.Device);
        var thoughts = settings.Think ? Think(distinct, settings, drafts, cancel) : null;
        using var main = Before(prompts, textRows, thoughts, withPrompt: true, withThought: true);
        using var textFree = settings.IsGuided
            ? Before(prompts, rows, thoughts, withPrompt: false, withThought: false)
            : null;
        using var imageFree = settings.GuidedRows == 3
            ? Before(prompts, rows, thoughts, withPrompt: true, withThought: false)
            : null;
        var noise = stack([.. batch.Select(request => Noise(request.Seed, grid))]);
        var steps = new List<IReadOnlyList<DrawingStep>>();
        var tokens = FlowSampler.Sample(
            main, textFree, imageFree, noise, grid, settings, weights,
            settings.KeepSteps ? step => steps.Add(Seen(step, grid)) : null, cancel);
        return
        [
            .. Pictures(tokens, grid).Select((picture, i) =>
                new Drawing(picture, thoughts?[rows[i]]) { Steps = [.. steps.Select(step => step[i])] }),
        ];
    }

    public IReadOnlyList<string> Answer(
        IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default) =>
        [.. AnswerAndWeigh(questions, settings, [], cancel).Select(answer => answer.Text)];

    public IReadOnlyList<WeighedAnswer> AnswerAndWeigh(
        IReadOnlyList<Question> questions,
        AnswerSettings settings, IReadOnlyList<string> continuations, CancellationToken cancel = default)
    {
        settings.Checked();
        var weighed = ReplyRules.Weighed(continuations.Select(parts.Tokenizer.Encode));
        var answers = new WeighedAnswer[questions.Count];
        var drafts = Drafts();
        foreach (var batch in Batches(questions, settings.BatchSize ?? Settings.AnswerBatchSize))
        {
            var replies = SideBySide.Batch(
                batch, parts.Device, LeastOfPart,
                (part, place) => Write([.. part.Select(item => item.Question)], place));
            foreach (var (item, reply) in batch.Zip(replies))
            {
                answers[item.Index] = Said(reply);
            }
        }

        return answers;

        IReadOnlyList<ReplyInWriting> Write(Question[] asked, int place)
        {
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            using var contexts = ContextsOf(asked);
            return TextDecoding.Write(
                parts, contexts,
                [.. asked.Select(question => (IReadOnlyList<int>)parts.Tokenizer.Encode(question.ReplyPrefix))],
                settings.MaxTokens, settings.Temperature, [.. asked.Select(question => question.Seed)],
                drafts: drafts[place], asked: [.. asked.Select(question => parts.Frame(question.Text))],
                weighed: weighed, cancel: cancel);
        }

        WeighedAnswer Said(ReplyInWriting reply) => new(
            parts.Tokenizer.Decode(reply.Tokens),
            reply.Weights.ToDictionary(
                place => parts.Tokenizer.Decode(reply.Tokens[..place.Key]).Length, place => place.Value));
    }

    public IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations)
    {
        var weights = new double[questions.Count][];
        var words = continuations.Select(text => (IReadOnlyList<int>)parts.Tokenizer.Encode(text)).ToArray();
        var chains = ReplyChain.Of(
            [.. questions.Select(question => question with { ReplyPrefix = "" })], [.. questions.Select(Begun)]);
        foreach (var batch in Batches([.. chains.Select(chain => chain.Question)], Settings.AnswerBatchSize))
        {
            var found = SideBySide.Batch(
                batch, parts.Device, LeastOfPart,
                (part, _) => Weighed(
                    [.. part.Select(item => item.Question)], [.. part.Select(item => chains[item.Index])]));
            var places = batch.SelectMany(item => chains[item.Index].Places);
            foreach (var (place, weight) in places.Zip(found))
            {
                weights[place.Index] = weight;
            }
        }

        return weights;

        double[][] Weighed(IReadOnlyList<Question> asked, IReadOnlyList<ReplyChain> own)
        {
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            using var contexts = ContextsOf(asked);
            return TextDecoding.Weigh(parts, contexts, own, words);
        }

        IReadOnlyList<int> Begun(Question question) =>
            [parts.Tokenizer.StartId, .. parts.Tokenizer.Encode(question.ReplyPrefix)];
    }

    /// <summary>The latents (channels, h, w) of a picture, at the mean of the encoder's distribution.</summary>
    /// <inheritdoc/>
    public Tensor Encode(Picture picture)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var pixels = PictureTensor.Of([Settings.VaeResize.Apply(picture)]).to(parts.Device);
        return parts.Autoencoder.EncodeMean(pixels).squeeze(0).MoveToOuterDisposeScope();
    }

    public IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings)
    {
        using var scope = NewDisposeScope();
        var flow = samples.Select(sample =>
        {
            var grid = parts.GridOf(sample.Target);
            var draw = new SeededRandom(sample.Seed).NextNormal();
            return new FlowSample(
                sample.Prompt is null ? [] : [sample.Prompt],
                sample.Target,
                FlowTimes.Training(draw, settings.TimestepShift),
                Noise(sample.Seed, grid));
        });
        return FlowTraining.Forward(
            parts, [.. flow], settings.FreezeUnderstanding, settings.RecomputeLayers && is_grad_enabled())
            .MoveToOuterDisposeScope();
    }

    public void Save(string target) => ModelFolder.Save(target, files, parts);

    public void Dispose() => parts.Dispose();

    private static bool IsGeneration(string name) =>
        name.Contains("_moe_gen", StringComparison.Ordinal)
        || name.StartsWith("vae2llm", StringComparison.Ordinal)
        || name.StartsWith("llm2vae", StringComparison.Ordinal)
        || name.StartsWith("time_embedder", StringComparison.Ordinal);

    private TokenGrid GridFor(DrawSettings settings)
    {
        var side = parts.Config.TokenSide;
        return ModelFit.Drawing(parts.Config, settings.Width, settings.Height) is { } fault
            ? throw new SrumException(
                $"This model does not fit the drawing: {fault}. Its srum_config.json says what it draws.")
            : new TokenGrid(settings.Height / side, settings.Width / side);
    }

    // Drawn on the CPU, so that a seed means the same picture on every device.
    private Tensor Noise(long seed, TokenGrid grid)
    {
        using var generator = new Generator((ulong)seed);
        return randn([grid.Count, parts.Config.LatentWidth], generator: generator).to(parts.Device);
    }

    private IReadOnlyList<Picture> Pictures(Tensor tokens, TokenGrid grid) =>
        PictureTensor.ToPictures(
            parts.Finite(parts.Autoencoder.Decode(parts.FromTokens(tokens, grid)), "A drawn picture"));

    private static IReadOnlyList<ComposedText> TextsOf(DrawRequest request) =>
        request.Composed is { } composed ? Composition.Parse(composed) : [new(request.Prompt, 1)];

    // What a step saw, and the picture it is heading for, of each drawing.
    private IReadOnlyList<DrawingStep> Seen(FlowStep step, TokenGrid grid)
    {
        using var scope = NewDisposeScope();
        using var time = step.Time.ToScalar();
        var expected = Pictures(step.State - step.Velocity.mul(time), grid);
        return
        [
            .. Pictures(step.State, grid).Zip(expected, (state, guess) => new DrawingStep(step.Time, state, guess)),
        ];
    }

    // What the texts of one call are like, by part of a batch. Were it kept from call to call, passes would have other
    // numbers of rows after other texts, and the same question another answer, by rounding.
    private DraftTable[] Drafts() =>
        [.. Enumerable.Range(0, SideBySide.Most).Select(_ => new DraftTable(usual.Value))];

    // A thought for each picture that comes without one.
    private IReadOnlyList<string> Think(
        DrawRequest[] pictures, DrawSettings settings, DraftTable? drafts, CancellationToken cancel)
    {
        DrawRequest[] open = [.. pictures.Where(picture => picture.Thought is null)];
        var written = new Queue<string>();
        if (open.Length > 0)
        {
            using var contexts = Contexts.Empty(parts, open.Length);
            contexts.AddText([.. open.Select(_ => BagelTemplates.ThinkOf(Settings))]);
            contexts.AddText([.. open.Select(picture => picture.Prompt)]);
            written = new(TextDecoding.Write(
                parts,
                contexts, null, settings.ThoughtTokens, settings.ThoughtTemperature,
                [.. open.Select(picture => picture.Seed)],
                drafts: drafts, asked: [.. open.Select(picture => parts.Frame(picture.Prompt))], cancel: cancel)
                .Select(reply => parts.Tokenizer.Decode(reply.Tokens)));
        }

        return [.. pictures.Select(picture => picture.Thought ?? written.Dequeue())];
    }

    // The contexts of pictures, one a row; rows names each picture's prompt.
    private Contexts Before(
        string[] prompts, int[] rows, IReadOnlyList<string>? thoughts, bool withPrompt, bool withThought)
    {
        using var contexts = Contexts.Empty(parts, prompts.Length);
        if (thoughts is not null)
        {
            contexts.AddText([.. prompts.Select(_ => BagelTemplates.ThinkOf(Settings))]);
        }

        if (withPrompt)
        {
            contexts.AddText(prompts);
        }

        if (withThought && thoughts is not null)
        {
            contexts.AddText([.. thoughts]);
        }

        return contexts.Gather(rows);
    }

    // What the model looks at is resized for the autoencoder first, then for the vision encoder, as published.
    // Questions go together where their pictures then have the same sizes in the same order.
    private IEnumerable<(int Index, Question Question)[]> Batches(IReadOnlyList<Question> questions, int size) =>
        questions
        .Select((question, index) => (Index: index, Question: question with
        {
            Pictures =
                [.. question.Pictures.Select(picture => Settings.VitResize.Apply(Settings.VaeResize.Apply(picture)))],
        }))
        .GroupBy(
            item => string.Join(';', item.Question.Pictures.Select(picture => $"{picture.Width}x{picture.Height}")))
        .SelectMany(group => group.Chunk(size));

    private Contexts ContextsOf(IReadOnlyList<Question> questions)
    {
        var contexts = Contexts.Empty(parts, questions.Count);
        try
        {
            contexts.AddText([.. questions.Select(question => question.System)]);
            for (var p = 0; p < questions[0].Pictures.Count; p++)
            {
                var pictures = PictureTensor.Of([.. questions.Select(question => question.Pictures[p])]);
                contexts.AddVision(parts.Vision.Forward(pictures.to(parts.Device)));
            }

            contexts.AddText([.. questions.Select(question => question.Text)]);
            return contexts;
        }
        catch
        {
            contexts.Dispose();
            throw;
        }
    }
}
