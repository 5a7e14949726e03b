using Srum.Models;
using Srum.Models.Janus;
using Srum.Recipes;
using Srum.Training;

namespace Srum.Planning;

/// <summary>
/// What the stages of a recipe need of a Janus: live tensors at the fullest moment, by the arithmetic of its sizes
/// (<see cref="DecoderBytes"/>).
/// </summary>
/// <param name="size">The model.</param>
internal sealed class JanusPlan(JanusFootprint size) : IPlannedDesign
{
    // Room that a cache adds to what it holds.
    private const int Spare = 64;

    private JanusConfig Config => size.Config;

    public long Parameters => size.Parameters;

    public long WeightBytes(ModelPrecision precision) => size.WeightBytes(precision);

    public int Tokens(string text) => size.Tokens.ToDraw(text).Length;

    public StageNeeds Needs(PlannedRun run)
    {
        CodeDrawing.Checked(run.Recipe.Rollout.Draw, Config);
        CodeDrawing.Check(run.Recipe.Train.Forward);
        var passing = new DecoderBytes(Config.Language, run.Precision, NormsHeads: false);
        return run.Stage switch
        {
            PlanStage.Train => Train(run, passing),
            PlanStage.Judge => Judge(run, passing),
            _ => Rollout(run, passing),
        };
    }

    // A picture is a row a code; what it was read from is gathered into a cache that has room for all of them.
    private StageNeeds Rollout(PlannedRun run, DecoderBytes passing)
    {
        var (rollout, prompt) = (run.Recipe.Rollout, (long)run.PromptTokens);
        var batch = Math.Min(rollout.Draw.BatchSize, run.Pictures);
        var copies = rollout.Draw.TextGuidance > 1 ? 2L : 1;
        var read = copies * Math.Min(batch, (batch / rollout.Pictures) + 1);
        var reading = passing.Cache(read, prompt + Spare) + passing.Layer(read * prompt);
        var cache = passing.Cache(copies * batch, prompt + Config.PictureTokens);
        // The guided logits in fp32, and their running sums in float64.
        var chosen = Config.CodeBook.Size * batch * ((4 * ((2 * copies) + 3))
            + (rollout.Draw.CodeTemperature == 0 ? 0 : 4 * 8));
        var layer = passing.Layer(copies * batch);
        var side = Config.PictureSide;
        var decoding = size.Decoding.Max(part => part.Bytes(side, side));
        var last = Math.Max(Math.Max(layer, chosen), decoding);
        return Needs(
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
    private StageNeeds Judge(PlannedRun run, DecoderBytes passing)
    {
        var (language, tower) = (Config.Language, Config.Tower);
        var batch = (long)Math.Min(run.Model.Settings.AnswerBatchSize, run.Pictures);
        long asked = run.QuestionTokens + tower.Patches + 2, all = asked + run.ReplyTokens;
        var room = asked + Spare;
        while (room < all)
        {
            room = Math.Max(2 * room, all <= 2 * room ? 2 * room : asked + Spare);
        }

        // Rows with pictures in their places, and who sees whom, which attention makes numbers of.
        var rows = passing.Layer(batch * asked) + (2 * passing.Row * language.HiddenSize * batch * asked)
            + Seen(batch, asked);
        var words = batch * language.VocabularySize * (passing.Product + 4);
        var looking = batch * ((2L * 4 * 3 * tower.Side * tower.Side) + (passing.Product * tower.Patches
            * Math.Max(9L * tower.Width, (4L * tower.Width) + (2L * tower.MlpSize))));
        return Needs(
            run, run.Pictures * size.JudgeOperations(asked, run.ReplyTokens),
            [
                new("keys and values of contexts", passing.Cache(batch, room)),
                new($"a layer on {batch} questions", Math.Max(rows, Math.Max(words, looking))),
            ]);
    }

    // Prompt and codes pass at once, and gradients flow through all of their rows.
    private StageNeeds Train(PlannedRun run, DecoderBytes passing)
    {
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
        var gradients = 4 * trained;
        var activations = kept + Math.Max(passing.Back(pass * all), head);
        var way = train.Forward.RecomputeLayers ? activations + gradients : Math.Max(activations, gradients);
        // Forward, gradients of rows, gradients of weights, and forward again.
        var times = 2 + (rank > 0 ? 0 : 1) + (train.Forward.RecomputeLayers ? 1 : 0);
        var operations = (double)train.Steps * run.Recipe.Rounds * train.BatchSize * times
            * (language.PassOperations(all, all) + size.CodeOperations(codes));
        return Needs(
            run, operations,
            [
                new("adapters", rank > 0 ? 4 * trained : 0),
                new("the optimiser's two moments", 8 * trained),
                new("the start weights of a bounded loss", train.Objective is Bounded ? 4 * trained : 0),
                new("an average of the weights", train.AverageDecay is null ? 0 : 4 * trained),
                new(way == gradients ? "gradients" : $"activations of {pass} pictures, kept for the way back", way),
            ]);
    }

    private long Group => Config.Language.Heads / Config.Language.KeyValueHeads;

    // A mask, the same for the heads that share a key head, and the numbers that attention makes of it.
    private long Seen(long batch, long rows) => (1 + 1 + 4) * batch * rows * rows * Group;

    private StageNeeds Needs(PlannedRun run, double operations, IEnumerable<MemoryShare> shares) => new(
        [new("weights", size.WeightBytes(run.Precision)), .. shares.Where(share => share.Bytes > 0)],
        size.LargestTensor * (run.Precision == ModelPrecision.Bf16 ? 2 : 2 + 4),
        operations);
}
