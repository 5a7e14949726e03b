namespace Srum.Models.Bagel;

/// <summary>
/// What a BAGEL takes, in numbers, bytes and operations, by the arithmetic of its sizes alone: nothing is opened.
/// </summary>
/// <param name="Config">Its sizes.</param>
public sealed record BagelFootprint(BagelConfig Config)
{
    /// <summary>Bytes of a trained number: fp32 weight, gradient and AdamW's two moments.</summary>
    public const int BytesPerTrainedNumber = 16;

    private const string Encoder = "vision encoder";
    private const string Connector = "connector";

    /// <summary>The part of fixed tables, which files may leave out.</summary>
    internal const string Tables = "position tables";

    private long Hidden => Config.Language.HiddenSize;

    private long KeyValueWidth => Config.Language.KeyValueHeads * Config.Language.HeadWidth;

    // With biases of q, k and v, two norms of rows, two of heads; and one norm after the last layer.
    private long Expert =>
        (Config.Language.Layers
            * (Config.Language.LayerNumbers + Hidden + (2 * KeyValueWidth) + (2 * Hidden)
                + (2 * Config.Language.HeadWidth)))
            + Hidden;

    /// <summary>The parts; their sum is the number of parameters of both weight files.</summary>
    public IReadOnlyList<ModelPart> Parts
    {
        get
        {
            var (vision, tokens) = (Config.Vision, Config.LatentWidth);
            long width = vision.HiddenSize, patch = vision.PatchSize * vision.PatchSize * vision.Channels;
            var layer = (4 * width * width) + (2 * width * vision.MlpSize) + (9 * width) + vision.MlpSize;
            return
            [
                new("words: embeddings and head", 2 * Config.Language.VocabularySize * Hidden),
                new("understanding expert", Expert),
                new("generation expert", Expert, IsGeneration: true),
                new(
                    "latents and flow time in and out",
                    (2 * Hidden * tokens) + Hidden + tokens + (Hidden * TimeEmbedding.Width) + (Hidden * Hidden)
                        + (2 * Hidden),
                    IsGeneration: true),
                new(Encoder, ((patch + 1) * width) + ((long)vision.TableSide * vision.TableSide * width)
                    + (vision.Layers * layer) + (2 * width)),
                new(Connector, (Hidden * width) + (Hidden * Hidden) + (2 * Hidden)),
                new(Tables, Hidden * (((long)Config.MaxVisionSide * Config.MaxVisionSide)
                    + ((long)Config.MaxLatentSide * Config.MaxLatentSide))),
                new(
                    "autoencoder", AutoencoderSize.Layers(Config.Autoencoder).Sum(part => part.Weights + part.Others),
                    StaysFp32: true),
            ];
        }
    }

    /// <summary>All parameters.</summary>
    public long Parameters => Parts.Sum(part => part.Parameters);

    /// <summary>What SRUM trains.</summary>
    public long TrainedParameters => Parts.Where(part => part.IsGeneration).Sum(part => part.Parameters);

    /// <summary>Bytes of a part's weights once they are read; the autoencoder stays in fp32.</summary>
    public static long Bytes(ModelPart part, ModelPrecision precision) =>
        part.Parameters * (part.StaysFp32 ? 4 : precision.HeldBytes());

    /// <summary>Bytes of all weights once they are read.</summary>
    public long WeightBytes(ModelPrecision precision) => Parts.Sum(part => Bytes(part, precision));

    /// <summary>Bytes of the keys and values of a context: two of every layer, key head and token.</summary>
    /// <param name="tokens">Tokens of the context.</param>
    /// <param name="precision">The model's: they are what its products are computed in.</param>
    public long KeyValueBytes(long tokens, ModelPrecision precision) =>
        2 * Config.Language.Layers * KeyValueWidth * tokens * precision.ComputedBytes();

    /// <summary>Latent tokens of a drawn picture.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public long LatentTokens(int width, int height) => (long)(width / Config.TokenSide) * (height / Config.TokenSide);

    /// <summary>Vision tokens of a picture that is looked at, its two frame tokens included.</summary>
    /// <param name="width">Pixels, after the resize.</param>
    /// <param name="height">Pixels, after the resize.</param>
    public long VisionTokens(int width, int height) =>
        ((long)(width / Config.Vision.PatchSize) * (height / Config.Vision.PatchSize)) + 2;

    /// <summary>
    /// The most that passing tensors take while a picture is drawn without guidance: the larger of a decoder layer and
    /// of the autoencoder's widest stage.
    /// </summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="precision">How the decoder computes.</param>
    public long ActivationBytes(int width, int height, ModelPrecision precision)
    {
        var passing = new PassingBytes(Config, precision);
        return Math.Max(
            passing.Decoder.Layer(LatentTokens(width, height) + 2), passing.Decoding(width, height, pictures: 1));
    }

    /// <summary>
    /// Operations (a multiplication and an addition count two) of drawing one picture: every step passes the latent
    /// tokens through the generation expert, twice where guidance acts, three times with image guidance; then the
    /// autoencoder.
    /// </summary>
    /// <param name="settings">Steps, guidance and size.</param>
    /// <param name="promptTokens">Tokens of the prompt.</param>
    /// <param name="texts">Texts that it is drawn from together, each with passes of its own. Default 1.</param>
    public double DrawOperations(DrawSettings settings, int promptTokens, int texts = 1)
    {
        var rows = LatentTokens(settings.Width, settings.Height);
        var passes = FlowTimes.Sampling(settings.Steps, settings.TimestepShift).SkipLast(1)
            .Sum(time => texts - 1 + (settings.Guides(time) ? settings.GuidedRows : 1));
        var decoding = AutoencoderSize.Layers(Config.Autoencoder).Where(part => part.IsDecoder)
            .Sum(part => part.Operations(settings.Width, settings.Height));
        return (passes * Config.Language.PassOperations(rows, promptTokens + rows))
            + (texts * Config.Language.PassOperations(promptTokens, promptTokens)) + decoding;
    }

    /// <summary>
    /// Operations of judging one picture with one question: the picture's tokens and the question's at once, then the
    /// reply token by token.
    /// </summary>
    /// <param name="width">Pixels, after the resize.</param>
    /// <param name="height">Pixels, after the resize.</param>
    /// <param name="questionTokens">Tokens of the question.</param>
    /// <param name="replyTokens">Tokens of the reply.</param>
    public double JudgeOperations(int width, int height, int questionTokens, int replyTokens)
    {
        var vision = VisionTokens(width, height);
        var seen = 2.0 * Parts.Where(part => part.Name is Encoder or Connector).Sum(part => part.Parameters) * vision;
        var head = 2.0 * Config.Language.VocabularySize * Hidden;
        return seen + Config.Language.PassOperations(vision + questionTokens, vision + questionTokens)
            + Config.Language.PassOperations(replyTokens, vision + questionTokens + replyTokens) + (replyTokens * head);
    }

    /// <summary>
    /// Bytes of weights, gradients and moments when the generation half is trained whole; the rest is read in bf16.
    /// </summary>
    public long TrainingBytes =>
        (BytesPerTrainedNumber * TrainedParameters) + WeightBytes(ModelPrecision.Bf16) - (2 * TrainedParameters);

    /// <summary>
    /// The same when low-rank adapters of the generation expert are trained and every weight is frozen in bf16.
    /// </summary>
    /// <param name="rank">Rank of the adapters.</param>
    public long AdapterTrainingBytes(int rank) =>
        (BytesPerTrainedNumber * AdapterParameters(rank)) + WeightBytes(ModelPrecision.Bf16);

    /// <summary>
    /// Numbers of low-rank adapters (Hu et al. 2021) of the generation expert's seven matrices a layer: rank ·
    /// (in + out) each.
    /// </summary>
    /// <param name="rank">Rank, at least 1.</param>
    /// <param name="means">Which matrices by their names; null = all.</param>
    public long AdapterParameters(int rank, Func<string, bool>? means = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        (string Name, long Numbers)[] matrices =
        [
            ("self_attn.q_proj_moe_gen", 2 * Hidden), ("self_attn.o_proj_moe_gen", 2 * Hidden),
            ("self_attn.k_proj_moe_gen", Hidden + KeyValueWidth), ("self_attn.v_proj_moe_gen", Hidden + KeyValueWidth),
            .. ((string[])["gate", "up", "down"]).Select(part =>
                ($"mlp_moe_gen.{part}_proj", Hidden + Config.Language.MlpSize)),
        ];
        return rank * (long)Config.Language.Layers
            * matrices.Where(matrix => means?.Invoke(matrix.Name) ?? true).Sum(matrix => matrix.Numbers);
    }

    /// <summary>Numbers of the largest tensor, which a load holds twice.</summary>
    internal long LargestTensor => Math.Max(Config.Language.VocabularySize, Config.Language.MlpSize) * Hidden;
}
