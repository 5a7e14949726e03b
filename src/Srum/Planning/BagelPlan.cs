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
        // One more for each text more than one.
        var (texts, copies) = (run.Texts, draw.GuidedRows + run.Texts - 1);
        var tokens = size.LatentTokens(draw.Width, draw.Height) + 2;
        // Template, prompt and thought, each in its frame.
        var template = draw.Think ? Tokens(BagelTemplates.ThinkOf(run.Model.Settings)) : 0;
        var asked = (long)template + run.PromptTokens;
        var before = asked + (draw.Think ? draw.ThoughtTokens + 2 : 0);
        // A pass finds room for the picture. What guidance stacks has a cache of its own beside each alone.
        var cache = decoder.Cache(copies * batch, CacheColumns.Grown(before, tokens))
            + (draw.IsGuided ? decoder.Cache(batch, before + template + (draw.GuidedRows == 3 ? asked : 0)) : 0);
        var layer = decoder.Layer(copies * batch * tokens, joined: true)
            + (draw.IsGuided ? decoder.Mask(copies * batch, tokens, before + tokens) : 0);
        var decoding = passing.Decoding(draw.Width, draw.Height, batch);
        return NeedsOf(
            run,
            ((pictures - run.Composed) * size.DrawOperations(draw, (int)before))
                + (run.Composed * size.DrawOperations(draw, (int)before, texts)),
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
        // The prompts are read once, and gathered for their pictures.
        var contexts = decoder.Cache(pass, CacheColumns.Grown(0, promptTokens)) + decoder.Cache(pass, promptTokens);
        return TrainingNeeds(
            run, trained, kept + decoder.Back(rows) + contexts,
            size.Config.Language.PassOperations(tokens, promptTokens + tokens));
    }

    private PassingBytes Passing(PlannedRun run) => new(size.Config, run.Precision);
}
