using Srum.Models;
using Srum.Models.Bagel;
using Srum.Text;
using Srum.Training;

namespace Srum.Planning;

/// <summary>
/// What the stages of a recipe need of a BAGEL: live tensors at the fullest moment, by the arithmetic of its sizes
/// (<see cref="PassingBytes"/>).
/// </summary>
/// <param name="size">The model.</param>
/// <param name="tokenizer">Its tokenizer.</param>
internal sealed class BagelPlan(BagelFootprint size, Tokenizer tokenizer) : IPlannedDesign
{
    // Room that a cache adds to what it holds.
    private const int Spare = 64;

    public long Parameters => size.Parameters;

    public long WeightBytes(ModelPrecision precision) => size.WeightBytes(precision);

    /// <summary>Tokens of a text inside its start and end tokens.</summary>
    public int Tokens(string text) => tokenizer.Encode(text).Count() + 2;

    public StageNeeds Needs(PlannedRun run)
    {
        var passing = new PassingBytes(size.Config, run.Precision);
        return run.Stage switch
        {
            PlanStage.Train => Train(run, passing.Decoder),
            PlanStage.Judge => Judge(run, passing),
            _ => Rollout(run, passing),
        };
    }

    private StageNeeds Rollout(PlannedRun run, PassingBytes passing)
    {
        var (draw, pictures, decoder) = (run.Recipe.Rollout.Draw, run.Pictures, passing.Decoder);
        var batch = Math.Min(draw.BatchSize, pictures);
        var guided = draw.TextGuidance > 1;
        var copies = guided ? draw.ImageGuidance > 1 ? 3 : 2 : 1;
        var tokens = size.LatentTokens(draw.Width, draw.Height) + 2;
        var before = (long)run.PromptTokens + (draw.Think ? draw.ThoughtTokens : 0);
        // What guidance stacks has a cache of its own with room for the picture; each alone is as long as it is.
        var room = Math.Max(2 * before, before + tokens + Spare);
        var cache = guided
            ? decoder.Cache(batch, before) + decoder.Cache(copies * batch, room) : decoder.Cache(batch, room);
        var layer = decoder.Layer(copies * batch * tokens);
        var decoding = passing.Decoding(draw.Width, draw.Height, batch);
        return Needs(
            run.Precision,
            pictures * size.DrawOperations(draw, (int)before),
            new MemoryShare("keys and values of contexts", cache),
            layer > decoding ? new($"a decoder layer on {copies * batch} × {tokens} rows", layer)
                : new($"the autoencoder on {batch} pictures", decoding));
    }

    private StageNeeds Judge(PlannedRun run, PassingBytes passing)
    {
        var (draw, settings, decoder) = (run.Recipe.Rollout.Draw, run.Model.Settings, passing.Decoder);
        var (pictures, questionTokens, replyTokens) = (run.Pictures, run.QuestionTokens, run.ReplyTokens);
        var (width, height) = settings.VitResize.Size(draw.Width, draw.Height);
        var patches = size.VisionTokens(width, height) - 2;
        var batch = Math.Min(settings.AnswerBatchSize, pictures);
        long seen = patches + 2, asked = seen + questionTokens, all = asked + replyTokens;
        // Each pass that finds no room doubles it, and holds the old one until it is copied.
        var room = seen + Spare;
        while (room < all)
        {
            room = Math.Max(2 * room, all <= 2 * room ? 2 * room : asked + Spare);
        }

        var layer = decoder.Layer(batch * Math.Max(seen, questionTokens));
        return Needs(
            run.Precision,
            pictures * size.JudgeOperations(width, height, questionTokens, replyTokens),
            new MemoryShare("keys and values of contexts", decoder.Cache(batch, room)),
            new MemoryShare(
                $"a layer on {batch} questions", Math.Max(layer, passing.Vision(batch * patches))));
    }

    private StageNeeds Train(PlannedRun run, DecoderBytes decoder)
    {
        var (train, draw, promptTokens) = (run.Recipe.Train, run.Recipe.Rollout.Draw, run.PromptTokens);
        var (width, height) = run.Model.Settings.VaeResize.Size(draw.Width, draw.Height);
        var pass = train.PassSize ?? train.BatchSize;
        var rank = train.Lora?.Rank ?? 0;
        var tokens = size.LatentTokens(width, height);
        var (rows, past) = (pass * tokens, (long)pass * promptTokens);
        var trained = train.Lora is { } lora ? size.AdapterParameters(lora.Rank, lora.Means)
            : train.Forward.FreezeUnderstanding ? size.TrainedParameters : size.Parameters;
        var layers = size.Config.Language.Layers;
        var kept = train.Forward.RecomputeLayers
            ? (layers * decoder.KeptAgain(rows + (2 * pass), past)) + decoder.Kept(rows, past, rank)
            : layers * decoder.Kept(rows, past, rank);
        // Activations go as gradients come: the fuller end counts. Layers that are computed again come one by one until
        // the last gradients do.
        var gradients = 4 * trained;
        var contexts = decoder.Cache(pass, Math.Max(2 * promptTokens, promptTokens + Spare));
        var activations = kept + decoder.Back(rows) + contexts;
        var way = train.Forward.RecomputeLayers ? activations + gradients : Math.Max(activations, gradients);
        var passes = (long)train.Steps * run.Recipe.Rounds;
        // Forward, gradients of rows, gradients of weights, and forward again.
        var times = 2 + (rank > 0 ? 0 : 1) + (train.Forward.RecomputeLayers ? 1 : 0);
        var operations = passes * train.BatchSize * times
            * size.Config.Language.PassOperations(tokens, promptTokens + tokens);
        return Needs(
            run.Precision,
            operations,
            new MemoryShare("adapters", rank > 0 ? 4 * trained : 0),
            new MemoryShare("the optimiser's two moments", 8 * trained),
            new MemoryShare("the start weights of a bounded loss", train.Objective is Bounded ? 4 * trained : 0),
            new MemoryShare("an average of the weights", train.AverageDecay is null ? 0 : 4 * trained),
            new MemoryShare(
                way == gradients ? "gradients" : $"activations of {pass} pictures, kept for the way back", way));
    }

    private StageNeeds Needs(ModelPrecision precision, double operations, params MemoryShare[] shares) => new(
        [new("weights", size.WeightBytes(precision)), .. shares.Where(share => share.Bytes > 0)],
        size.LargestTensor * (precision == ModelPrecision.Bf16 ? 2 : 2 + 4),
        operations);
}
