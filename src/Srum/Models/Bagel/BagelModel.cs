using Srum.Imaging;
using Srum.Native;
using Srum.Shapes;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>A BAGEL: it draws by flow, answers by text, and its generation expert can be trained.</summary>
internal sealed class BagelModel : IUnifiedModel
{
    private readonly BagelParts parts;
    private readonly string folder;
    private readonly Lazy<string> identity;

    /// <summary>Wraps loaded parts.</summary>
    /// <param name="parts">The parts; owned from here on.</param>
    /// <param name="settings">Settings and templates.</param>
    /// <param name="folder">The folder whose config files <see cref="Save"/> copies.</param>
    public BagelModel(BagelParts parts, ModelSettings settings, string folder)
    {
        (this.parts, Settings, this.folder) = (parts, settings, folder);
        Parameters =
        [
            .. parts.Store.Parameters.Select(parameter => new ModelParameter(
                parameter.Name, parameter.Value, IsGeneration(parameter.Name), parameter.Name.EndsWith("pos_embed.pos_embed", StringComparison.Ordinal))),
        ];
        identity = new Lazy<string>(() => ModelFolder.Identity(folder));
    }

    /// <summary>The parts, for pretraining and tests.</summary>
    public BagelParts Parts => parts;

    public string Identity => identity.Value;

    public ModelSettings Settings { get; }

    public IReadOnlyList<ModelParameter> Parameters { get; }

    public IReadOnlyList<Drawing> Draw(IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default)
    {
        var grid = GridFor(settings);
        var drawings = new List<Drawing>();
        foreach (var batch in requests.Chunk(settings.BatchSize))
        {
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            var thoughts = settings.Think ? Think([.. batch.Select(request => request.Prompt)], settings, cancel) : null;
            var noise = stack([.. batch.Select(request => Noise(request.Seed, grid))]);
            var main = Contexts.Empty(parts, batch.Length);
            AddPieces(main, batch, thoughts, withPrompt: true, withThought: true);
            Contexts? textFree = null;
            if (settings.TextGuidance > 1)
            {
                textFree = Contexts.Empty(parts, batch.Length);
                AddPieces(textFree, batch, thoughts, withPrompt: false, withThought: false);
            }

            Contexts? imageFree = null;
            if (settings.TextGuidance > 1 && settings.ImageGuidance > 1)
            {
                imageFree = Contexts.Empty(parts, batch.Length);
                AddPieces(imageFree, batch, thoughts, withPrompt: true, withThought: false);
            }

            var tokens = FlowSampler.Sample(main, textFree, imageFree, noise, grid, settings, cancel: cancel);
            var pictures = PictureTensor.ToPictures(parts.Autoencoder.Decode(parts.FromTokens(tokens, grid)));
            drawings.AddRange(pictures.Select((picture, i) => new Drawing(picture, thoughts?[i])));
        }

        return drawings;
    }

    public IReadOnlyList<string> Answer(IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default)
    {
        var answers = new string[questions.Count];
        foreach (var batch in Batches(questions, settings.BatchSize))
        {
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            var asked = batch.Select(i => questions[i]).ToArray();
            var contexts = ContextsOf(asked);
            var prefixes = asked.Select(question => (IReadOnlyList<int>)parts.Tokenizer.Encode(question.ReplyPrefix)).ToArray();
            var replies = TextDecoding.Write(
                parts, contexts, prefixes, settings.MaxTokens, settings.Temperature, [.. asked.Select(question => question.Seed)], cancel: cancel);
            for (var k = 0; k < batch.Length; k++)
            {
                answers[batch[k]] = parts.Tokenizer.Decode(replies[k]);
            }
        }

        return answers;
    }

    public IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var weights = questions.Select(_ => new double[continuations.Count]).ToArray();
        var words = continuations.Select(text => (IReadOnlyList<int>)parts.Tokenizer.Encode(text)).ToArray();
        foreach (var batch in Batches(questions, new AnswerSettings().BatchSize))
        {
            using var inner = NewDisposeScope();
            var asked = batch.Select(i => questions[i]).ToArray();
            var before = ContextsOf(asked);
            for (var c = 0; c < words.Length; c++)
            {
                var contexts = before.Gather([.. Enumerable.Range(0, batch.Length)]);
                var prefixes = asked.Select(question => (IReadOnlyList<int>)[parts.Tokenizer.StartId, .. parts.Tokenizer.Encode(question.ReplyPrefix)]).ToArray();
                var hidden = contexts.AddTokens([.. prefixes.Select(prefix => (IReadOnlyList<int>)[.. prefix, .. words[c].SkipLast(1)])])!;
                for (var k = 0; k < batch.Length; k++)
                {
                    var rows = hidden[k].narrow(0, prefixes[k].Count - 1, words[c].Count);
                    var logs = nn.functional.log_softmax(parts.Decoder.Logits(rows).to(ScalarType.Float64), -1).cpu();
                    weights[batch[k]][c] = words[c].Select((token, i) => logs[i, token].ToDouble()).Sum();
                }
            }
        }

        return weights;
    }

    public Tensor Encode(Picture picture, long? noiseSeed = null)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var pixels = PictureTensor.Of([picture]).to(parts.Device);
        if (noiseSeed is null)
        {
            return parts.Autoencoder.EncodeMean(pixels).squeeze(0).MoveToOuterDisposeScope();
        }

        var d = parts.Config.Autoencoder.Downsample;
        using var generator = new Generator((ulong)noiseSeed.Value);
        var noise = randn([1, parts.Config.Autoencoder.LatentChannels, picture.Height / d, picture.Width / d], generator: generator).to(parts.Device);
        return parts.Autoencoder.EncodeSampled(pixels, noise).squeeze(0).MoveToOuterDisposeScope();
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
        return FlowTraining.Forward(parts, [.. flow], settings.FreezeUnderstanding).MoveToOuterDisposeScope();
    }

    public void Save(string target) => ModelFolder.Save(target, folder, parts);

    public void Dispose() => parts.Dispose();

    private static bool IsGeneration(string name) =>
        name.Contains("_moe_gen", StringComparison.Ordinal)
        || name.StartsWith("vae2llm", StringComparison.Ordinal)
        || name.StartsWith("llm2vae", StringComparison.Ordinal)
        || name.StartsWith("time_embedder", StringComparison.Ordinal);

    private TokenGrid GridFor(DrawSettings settings)
    {
        var side = parts.Config.TokenSide;
        var largest = side * parts.Config.MaxLatentSide;
        return settings.Width % side == 0 && settings.Height % side == 0 && settings.Width is > 0 && settings.Height is > 0
            && settings.Width <= largest && settings.Height <= largest
            ? new TokenGrid(settings.Height / side, settings.Width / side)
            : throw new SrumException($"This model draws pictures whose sides are multiples of {side} up to {largest} pixels, not {settings.Width} × {settings.Height}.");
    }

    // Drawn on the CPU, so that a seed means the same picture on every device.
    private Tensor Noise(long seed, TokenGrid grid)
    {
        using var generator = new Generator((ulong)seed);
        return randn([grid.Count, parts.Config.LatentWidth], generator: generator).to(parts.Device);
    }

    private string ThinkTemplate => Settings.Templates.TryGetValue("think", out var own) ? own : BagelTemplates.Think;

    private IReadOnlyList<string> Think(IReadOnlyList<string> prompts, DrawSettings settings, CancellationToken cancel)
    {
        var contexts = Contexts.Empty(parts, prompts.Count);
        contexts.AddText([.. prompts.Select(_ => ThinkTemplate)]);
        contexts.AddText([.. prompts]);
        return [.. TextDecoding.Write(parts, contexts, null, settings.ThoughtTokens, cancel: cancel).Select(ids => parts.Tokenizer.Decode(ids))];
    }

    private void AddPieces(Contexts contexts, IReadOnlyList<DrawRequest> batch, IReadOnlyList<string>? thoughts, bool withPrompt, bool withThought)
    {
        if (thoughts is not null)
        {
            contexts.AddText([.. batch.Select(_ => ThinkTemplate)]);
        }

        if (withPrompt)
        {
            contexts.AddText([.. batch.Select(request => request.Prompt)]);
        }

        if (withThought && thoughts is not null)
        {
            contexts.AddText([.. thoughts]);
        }
    }

    // Questions go together where their pictures have the same sizes in the same order.
    private static IEnumerable<int[]> Batches(IReadOnlyList<Question> questions, int size) =>
        Enumerable.Range(0, questions.Count)
            .GroupBy(i => string.Join(';', questions[i].Pictures.Select(picture => $"{picture.Width}x{picture.Height}")))
            .SelectMany(group => group.Chunk(size));

    private Contexts ContextsOf(IReadOnlyList<Question> questions)
    {
        var contexts = Contexts.Empty(parts, questions.Count);
        if (questions.Any(question => question.System is not null))
        {
            contexts.AddText([.. questions.Select(question => question.System)]);
        }

        for (var p = 0; p < questions[0].Pictures.Count; p++)
        {
            contexts.AddVision(parts.Vision.Forward(PictureTensor.Of([.. questions.Select(question => question.Pictures[p])]).to(parts.Device)));
        }

        contexts.AddText([.. questions.Select(question => question.Text)]);
        return contexts;
    }
}
