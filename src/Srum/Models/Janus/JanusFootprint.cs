using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>What a Janus takes, in numbers, bytes and operations, by its sizes alone: no weight is read.</summary>
internal sealed class JanusFootprint
{
    private readonly (string Name, long Numbers)[] parameters;
    private readonly (string Name, long Sides)[] matrices;

    /// <summary>Counts what a folder's configs describe.</summary>
    public JanusFootprint(JanusConfig config, PromptTokens tokens)
    {
        (Config, Tokens) = (config, tokens);
        using var outside = no_grad();
        using var shapes = new ParameterStore([], name => null) { Device = META };
        using var parts = new JanusParts(config, tokens, shapes, META);
        parameters = [.. shapes.Parameters.Select(own => (own.Name, own.Value.numel()))];
        matrices = [.. shapes.Layers.Where(layer => JanusParts.IsGeneration(layer.Name))
            .Select(layer => (layer.Name, layer.Weight.shape.Sum()))];
    }

    public JanusConfig Config { get; }

    public PromptTokens Tokens { get; }

    /// <summary>All parameters.</summary>
    public long Parameters => parameters.Sum(own => own.Numbers);

    /// <summary>What SRUM trains.</summary>
    public long TrainedParameters => parameters.Where(own => JanusParts.IsGeneration(own.Name)).Sum(own => own.Numbers);

    /// <summary>Numbers of the largest tensor, which a load holds twice.</summary>
    public long LargestTensor => parameters.Max(own => own.Numbers);

    /// <summary>Bytes of all weights once they are read; the codec stays in fp32.</summary>
    public long WeightBytes(ModelPrecision precision) => parameters.Sum(
        own => own.Numbers * (JanusParts.StaysFp32(own.Name) ? 4 : precision.HeldBytes()));

    /// <summary>Numbers of low-rank adapters (Hu et al. 2021): rank · (in + out) a matrix.</summary>
    /// <param name="rank">Rank, at least 1.</param>
    /// <param name="means">Which matrices by their names.</param>
    public long AdapterParameters(int rank, Func<string, bool> means) =>
        rank * matrices.Where(matrix => means(matrix.Name)).Sum(matrix => matrix.Sides);

    /// <summary>Layers of the codec's decoder, the coarsest first.</summary>
    public IReadOnlyList<CodecLayer> Decoding
    {
        get
        {
            var (sizes, last) = (Config.CodeBook, Config.CodeBook.DecoderFactors.Count - 1);
            var width = sizes.Channels * sizes.DecoderFactors[last];
            List<CodecLayer> layers =
                [CodecLayer.Conv(true, last, sizes.LatentChannels, width), .. CodecLayer.Middle(true, last, width)];
            for (var level = last; level >= 0; level--)
            {
                for (var block = 0; block <= sizes.ResidualBlocks; block++)
                {
                    var wanted = sizes.Channels * sizes.DecoderFactors[level];
                    layers.Add(CodecLayer.Residual(true, level, width, wanted));
                    layers.AddRange(level == last ? [CodecLayer.Attention(true, level, wanted)] : []);
                    width = wanted;
                }

                layers.AddRange(level == 0 ? [] : [CodecLayer.Conv(true, level - 1, width, width)]);
            }

            return [.. layers, CodecLayer.Conv(true, 0, width, 3, norm: true)];
        }
    }

    /// <summary>
    /// Operations of drawing a picture: the prompt, then a row a code with the head behind it, both twice where
    /// guidance acts; then the codec.
    /// </summary>
    /// <param name="prompt">Tokens of the prompt.</param>
    /// <param name="guided">Whether guidance acts.</param>
    public double DrawOperations(int prompt, bool guided)
    {
        var (language, codes) = (Config.Language, Config.PictureTokens);
        var written = language.PassOperations(codes - 1, prompt + (codes / 2.0)) + CodeOperations(codes);
        return ((guided ? 2 : 1) * (language.PassOperations(prompt, prompt) + written))
            + Decoding.Sum(layer => layer.Operations(Config.PictureSide, Config.PictureSide));
    }

    /// <summary>
    /// Operations of a question about a picture: tower and aligner, the question's rows, then the reply's.
    /// </summary>
    /// <param name="asked">Rows of the question, the picture's among them.</param>
    /// <param name="reply">Tokens of the reply.</param>
    public double JudgeOperations(long asked, int reply)
    {
        var seen = parameters.Where(own => !own.Name.StartsWith(VisionTower.Pooling, StringComparison.Ordinal)
            && (own.Name.StartsWith("vision_model.", StringComparison.Ordinal)
                || own.Name.StartsWith("aligner.", StringComparison.Ordinal))).Sum(own => own.Numbers);
        var language = Config.Language;
        return (2.0 * seen * Config.Tower.Patches) + language.PassOperations(asked, asked)
            + language.PassOperations(reply, asked + reply)
            + (2.0 * reply * language.VocabularySize * language.HiddenSize);
    }

    /// <summary>Operations of predicting so many codes from their rows.</summary>
    public double CodeOperations(long rows) =>
        2.0 * rows * Config.HeadWidth * (Config.Language.HiddenSize + Config.CodeBook.Size);
}
