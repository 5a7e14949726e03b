using Srum.Models;
using Srum.Models.Janus;

namespace Srum.Planning;

/// <summary>
/// What the stages of a recipe need of a Janus: live tensors at the fullest moment, by the arithmetic of its sizes
/// (<see cref="DecoderBytes"/>).
/// </summary>
/// <param name="size">The model.</param>
internal sealed class JanusPlan(JanusFootprint size) : DesignPlan
{
    public override long Parameters => size.Parameters;

    protected override long LargestTensor => size.LargestTensor;

    private JanusConfig Config => size.Config;

    private long Group => Config.Language.Heads / Config.Language.KeyValueHeads;

    public override long WeightBytes(ModelPrecision precision) => size.WeightBytes(precision);

    public override int Tokens(string text) => size.Tokens.ToDraw(text).Length;

    public override StageNeeds Needs(PlannedRun run)
    {
        CodeSettings.Checked(run.Recipe.Rollout.Draw, Config);
        CodeSettings.Check(run.Recipe.Train.Forward);
        CodeSettings.CheckTexts(run.Recipe.Rollout.Composed > 0);
        return base.Needs(run);
    }

    // A picture is a row a code; what it was read from is gathered into a cache that has room for all of them.
    protected override StageNeeds Rollout(PlannedRun run)
    {
        var passing = Passing(run);
        var (rollout, prompt) = (run.Recipe.Rollout, (long)run.PromptTokens);
        var batch = Math.Min(rollout.Draw.BatchSize, run.Pictures);
        var copies = (long)rollout.Draw.GuidedRows;
        var read = copies * Math.Min(batch, (batch / rollout.Pictures) + 1);
        var reading = passing.Cache(read, CacheColumns.Grown(0, prompt)) + passing.Layer(read * prompt);
        var cache = passing.Cache(copies * batch, prompt + Config.PictureTokens);
        // The guided logits in fp32, and their running sums in float64.
        var chosen = Config.CodeBook.Size * batch * ((4 * ((2 * copies) + 3))
            + (rollout.Draw.CodeTemperature == 0 ? 0 : 4 * 8));
        var layer = passing.Layer(copies * batch);
        var side = Config.PictureSide;
        var decoding = size.Decoding.Max(part => part.Bytes(side, side));
        var last = Math.Max(Math.Max(layer, chosen), decoding);
        return NeedsOf(
            run, run.Pictures * size.DrawOperations((int)prompt, copies > 1),
            [
                .. reading > cache + last
                    ? (MemoryShare[])[new($"a decoder layer and its cache on {read} prompts", reading)]
                    : [new("keys and values of prompts and codes", cache),
                        last == decoding ? new("the codec on a picture", decoding)
                        : last == chosen ? new($"the probabilities of {batch} codes", chosen)
                        : new($"a decoder layer on {copies * batch} rows", layer)],
            ]);
    }

    // Picture and question are read in one pass.
    protected override StageNeeds Judge(PlannedRun run)
    {
        var passing = Passing(run);
        var (language, tower) = (Config.Language, Config.Tower);
        var batch = (long)Math.Min(run.Model.Settings.AnswerBatchSize, run.Pictures);
        long asked = run.QuestionTokens + tower.Patches + 2, all = asked + run.ReplyTokens;

        // Rows with pictures in their places, and who sees whom, which attention makes numbers of.
        var rows = passing.Layer(batch * asked) + (2 * passing.Row * language.HiddenSize * batch * asked)
            + passing.Mask(batch, asked, asked);
        var words = batch * language.VocabularySize * (passing.Product + 4);
        var looking = batch * ((2L * 4 * 3 * tower.Side * tower.Side) + (passing.Product * tower.Patches
            * Math.Max(9L * tower.Width, (4L * tower.Width) + (2L * tower.MlpSize))));
        return NeedsOf(
            run, run.Questions * size.JudgeOperations(asked, run.ReplyTokens),
            [
                new("keys and values of contexts", passing.Cache(batch, Room(asked, asked, all))),
                new($"a layer on {batch} questions", Math.Max(rows, Math.Max(words, looking))),
            ]);
    }

    // Prompt and codes pass at once, and gradients flow through all of their rows.
    protected override StageNeeds Train(PlannedRun run)
    {
        var passing = Passing(run);
        var (train, language) = (run.Recipe.Train, Config.Language);
        var (pass, rank) = ((long)(train.PassSize ?? train.BatchSize), train.Lora?.Rank ?? 0);
        var codes = Config.PictureTokens;
        var all = run.PromptTokens + codes;
        var trained = train.Lora is { } lora ? size.AdapterParameters(lora.Rank, lora.Means) : size.TrainedParameters;
        // Attention keeps who sees whom as numbers, and keys as a part of all that was turned, queries among it. Of the
        // rows that q, k and v share, and gate and up, each keeps a copy where it fills them up; adapters keep them as
        // they are besides.
        var filled = !Linear.Fills(pass * all) ? 0
            : (3L * language.HiddenSize) + (rank > 0 ? (3L * language.HiddenSize) + language.MlpSize : 0);
        var layer = passing.Kept(pass * all, 0, rank) + (4L * all * all * Group)
            + (passing.Product * (language.HiddenSize + filled) * pass * all);
        var kept = train.Forward.RecomputeLayers
            ? (language.Layers * passing.KeptAgain(pass * all, 0)) + layer : language.Layers * layer;
        // Behind the last layer: what the head keeps, and the probabilities of all codes with their gradients.
        var head = pass * codes * ((2L * passing.Product * Config.HeadWidth) + (12L * Config.CodeBook.Size));
        // Gradients of what was filled up, as of gate and up, are filled up too.
        var back = passing.Back(pass * all) + (filled > 0 ? 2 * passing.Product * pass * all * language.MlpSize : 0);
        return TrainingNeeds(
            run, trained, kept + Math.Max(back, head),
            language.PassOperations(all, all) + size.CodeOperations(codes));
    }

    private DecoderBytes Passing(PlannedRun run) => new(Config.Language, run.Precision, NormsHeads: false);
}
