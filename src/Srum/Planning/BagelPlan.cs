using Srum.Models;
using Srum.Models.Bagel;
using Srum.Text;

namespace Srum.Planning;

/// <summary>
/// What the stages of a recipe need of a BAGEL: live tensors at the fullest moment, by the arithmetic of its sizes
/// (<see cref="PassingBytes"/>).
/// </summary>
/// <param name="size">The model.</param>
/// <param name="tokenizer">Its tokenizer.</param>
internal sealed class BagelPlan(BagelFootprint size, Tokenizer tokenizer) : DesignPlan
{
    public override long Parameters => size.Parameters;

    protected override long LargestTensor => size.LargestTensor;

    public override long WeightBytes(ModelPrecision precision) => size.WeightBytes(precision);

    /// <summary>Tokens of a text inside its start and end tokens.</summary>
    public override int Tokens(string text) => tokenizer.Encode(text).Count() + 2;

    protected override StageNeeds Rollout(PlannedRun run)
    {
        var passing = Passing(run);
        var (draw, pictures, decoder) = (run.Recipe.Rollout.Draw, run.Pictures, passing.Decoder);
        var batch = Math.Min(draw.BatchSize, pictures);
        var guided = draw.TextGuidance > 1;
        var copies = guided ? draw.ImageGuidance > 1 ? 3 : 2 : 1;
        var tokens = size.LatentTokens(draw.Width, draw.Height) + 2;
        var before = (long)run.PromptTokens + (draw.Think ? draw.ThoughtTokens + 1 : 0);
        // What guidance stacks has a cache of its own with room for the picture; each alone is as long as it is.
        var room = Math.Max(2 * before, before + tokens + Spare);
        var cache = guided
            ? decoder.Cache(batch, before) + decoder.Cache(copies * batch, room) : decoder.Cache(batch, room);
        var layer = decoder.Layer(copies * batch * tokens, joined: true)
            + (guided ? decoder.Mask(copies * batch, tokens, before + tokens) : 0);
        var decoding = passing.Decoding(draw.Width, draw.Height, batch);
        return NeedsOf(
            run,
            pictures * size.DrawOperations(draw, (int)before),
            new MemoryShare("keys and values of contexts", cache),
            layer > decoding ? new($"a decoder layer on {copies * batch} × {tokens} rows", layer)
                : new($"the autoencoder on {batch} pictures", decoding));
    }

    protected override StageNeeds Judge(PlannedRun run)
    {
        var passing = Passing(run);
        var (draw, settings, decoder) = (run.Recipe.Rollout.Draw, run.Model.Settings, passing.Decoder);
        var (pictures, questionTokens, replyTokens) = (run.Pictures, run.QuestionTokens, run.ReplyTokens);
        var (width, height) = settings.VitResize.Size(draw.Width, draw.Height);
        var patches = size.VisionTokens(width, height) - 2;
        var batch = Math.Min(settings.AnswerBatchSize, pictures);
        long seen = patches + 2, asked = seen + questionTokens, all = asked + replyTokens;
        var layer = Math.Max(
            decoder.Layer(batch * seen),
            decoder.Layer(batch * questionTokens) + decoder.Mask(batch, questionTokens, asked));
        return NeedsOf(
            run,
            run.Questions * size.JudgeOperations(width, height, questionTokens, replyTokens),
            new MemoryShare("keys and values of contexts", decoder.Cache(batch, Room(seen, asked, all))),
            new MemoryShare(
                $"a layer on {batch} questions", Math.Max(layer, passing.Vision(batch * patches))));
    }

    protected override StageNeeds Train(PlannedRun run)
    {
        var decoder = Passing(run).Decoder;
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
            ? (layers * decoder.KeptAgain(rows + (2 * pass), past)) + decoder.Kept(rows, past, rank, joined: true)
            : layers * decoder.Kept(rows, past, rank, joined: true);
        var contexts = decoder.Cache(pass, Math.Max(2 * promptTokens, promptTokens + Spare));
        return TrainingNeeds(
            run, trained, kept + decoder.Back(rows) + contexts,
            size.Config.Language.PassOperations(tokens, promptTokens + tokens));
    }

    private PassingBytes Passing(PlannedRun run) => new(size.Config, run.Precision);
}
