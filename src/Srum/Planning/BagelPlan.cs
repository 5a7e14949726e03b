using Srum.Models;
using Srum.Models.Bagel;
using Srum.Recipes;
using Srum.Training;

namespace Srum.Planning;

/// <summary>
/// What the stages of a recipe need of a BAGEL: live tensors at the fullest moment, by the arithmetic of its sizes
/// (<see cref="PassingBytes"/>). Nothing is opened.
/// </summary>
/// <param name="size">The model.</param>
/// <param name="settings">Its settings: what it draws and how many questions it answers at once.</param>
/// <param name="precision">How it is held.</param>
/// <param name="promptTokens">Tokens of a prompt with its frame.</param>
public sealed class BagelPlan(BagelFootprint size, ModelSettings settings, ModelPrecision precision, int promptTokens)
{
    // Room that a cache adds to what it holds.
    private const int Spare = 64;

    private readonly PassingBytes passing = new(size.Config, precision);

    private LanguageConfig Language => size.Config.Language;

    /// <summary>Drawing a recipe's pictures.</summary>
    public StageNeeds Rollout(Recipe recipe)
    {
        var draw = recipe.Rollout.Draw;
        var pictures = Pictures(recipe);
        var batch = Math.Min(draw.BatchSize, pictures);
        var guided = draw.TextGuidance > 1;
        var copies = guided ? draw.ImageGuidance > 1 ? 3 : 2 : 1;
        var tokens = size.LatentTokens(draw.Width, draw.Height) + 2;
        var before = (long)promptTokens + (draw.Think ? draw.ThoughtTokens : 0);
        // What guidance stacks has a cache of its own with room for the picture; each alone is as long as it is.
        var room = Math.Max(2 * before, before + tokens + Spare);
        var cache = guided
            ? passing.Cache(batch, before) + passing.Cache(copies * batch, room) : passing.Cache(batch, room);
        var layer = passing.Layer(copies * batch * tokens);
        var decoding = passing.Decoding(draw.Width, draw.Height, batch);
        return Needs(
            pictures * size.DrawOperations(draw, (int)before),
            new MemoryShare("keys and values of contexts", cache),
            layer > decoding ? new($"a decoder layer on {copies * batch} × {tokens} rows", layer)
                : new($"the autoencoder on {batch} pictures", decoding));
    }

    /// <summary>Judging them with the model's own eyes.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="questionTokens">Tokens of a question.</param>
    /// <param name="replyTokens">Tokens of a reply.</param>
    public StageNeeds Judge(Recipe recipe, int questionTokens, int replyTokens)
    {
        var draw = recipe.Rollout.Draw;
        var (width, height) = settings.VitResize.Size(draw.Width, draw.Height);
        var patches = size.VisionTokens(width, height) - 2;
        var pictures = Pictures(recipe);
        var batch = Math.Min(settings.AnswerBatchSize, pictures);
        long seen = patches + 2, asked = seen + questionTokens, all = asked + replyTokens;
        // Each pass that finds no room doubles it, and holds the old one until it is copied.
        var room = seen + Spare;
        while (room < all)
        {
            room = Math.Max(2 * room, all <= 2 * room ? 2 * room : asked + Spare);
        }

        var layer = passing.Layer(batch * Math.Max(seen, questionTokens));
        return Needs(
            pictures * size.JudgeOperations(width, height, questionTokens, replyTokens),
            new MemoryShare("keys and values of contexts", passing.Cache(batch, room)),
            new MemoryShare(
                $"a layer on {batch} questions", Math.Max(layer, passing.Vision(batch * patches))));
    }

    /// <summary>Training on them.</summary>
    public StageNeeds Train(Recipe recipe)
    {
        var (train, draw) = (recipe.Train, recipe.Rollout.Draw);
        var (width, height) = settings.VaeResize.Size(draw.Width, draw.Height);
        var pass = train.PassSize ?? train.BatchSize;
        var rank = train.Lora?.Rank ?? 0;
        var tokens = size.LatentTokens(width, height);
        var (rows, past) = (pass * tokens, (long)pass * promptTokens);
        var trained = train.Lora is { } lora ? size.AdapterParameters(lora.Rank, lora.Means)
            : train.Forward.FreezeUnderstanding ? size.TrainedParameters : size.Parameters;
        var layers = Language.Layers;
        var kept = train.Forward.RecomputeLayers
            ? (layers * passing.KeptAgain(rows + (2 * pass), past)) + passing.Kept(rows, past, rank)
            : layers * passing.Kept(rows, past, rank);
        // Activations go as gradients come: the fuller end counts.
        var gradients = 4 * trained;
        var contexts = passing.Cache(pass, Math.Max(2 * promptTokens, promptTokens + Spare));
        var way = Math.Max(kept + passing.Back(rows) + contexts, gradients);
        var passes = (long)train.Steps * recipe.Rounds;
        // Forward, gradients of rows, gradients of weights, and forward again.
        var times = 2 + (rank > 0 ? 0 : 1) + (train.Forward.RecomputeLayers ? 1 : 0);
        var operations = passes * train.BatchSize * times * size.PassOperations(tokens, promptTokens + tokens);
        return Needs(
            operations,
            new MemoryShare("adapters", rank > 0 ? 4 * trained : 0),
            new MemoryShare("the optimiser's two moments", 8 * trained),
            new MemoryShare("the start weights of a bounded loss", train.Objective is Bounded ? 4 * trained : 0),
            new MemoryShare("an average of the weights", train.AverageDecay is null ? 0 : 4 * trained),
            new MemoryShare(
                way == gradients ? "gradients" : $"activations of {pass} pictures, kept for the way back", way));
    }

    private static int Pictures(Recipe recipe) => Math.Max(1, recipe.Rollout.Prompts) * recipe.Rollout.Pictures;

    private StageNeeds Needs(double operations, params MemoryShare[] shares) => new(
        [new("weights", size.WeightBytes(precision)), .. shares.Where(share => share.Bytes > 0)],
        size.LargestTensor * (precision == ModelPrecision.Bf16 ? 2 : 2 + 4),
        operations);
}
