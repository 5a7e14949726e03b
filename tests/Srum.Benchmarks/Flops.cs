using Srum.Models;
using Srum.Models.Bagel;

namespace Srum.Benchmarks;

/// <summary>
/// Floating-point operations that a BAGEL needs, a multiplication and an addition counting as two: linear layers,
/// attention (only what a mask lets through) and convolutions. Norms, activations and softmax are left out, as is
/// usual.
/// </summary>
internal sealed class Flops(BagelConfig config)
{
    private readonly LanguageConfig language = config.Language;

    /// <summary>A text of some tokens after some others, through the understanding expert.</summary>
    public double Text(int tokens, int past = 0) => Expert(tokens) + Attention(tokens, past + ((tokens + 1) / 2.0));

    /// <summary>Written tokens with their logits, each seeing everything before it.</summary>
    public double Written(int tokens, int past) =>
        Text(tokens, past) + (2.0 * tokens * language.HiddenSize * language.VocabularySize);

    /// <summary>
    /// A training step with the understanding half frozen: texts forward, latent rows forward and twice that backward.
    /// </summary>
    /// <param name="texts">Tokens of each distinct text.</param>
    /// <param name="samples">Tokens of each sample's text (0 = dropped).</param>
    /// <param name="grid">Token grid of the pictures.</param>
    public double TrainingStep(IEnumerable<int> texts, IEnumerable<int> samples, TokenGrid grid) =>
        texts.Sum(tokens => Text(tokens))
        + samples.Sum(tokens => Expert(2) + Attention(2, tokens + grid.Count + 2)
            + (3 * (Expert(grid.Count) + Attention(grid.Count, tokens + grid.Count + 2) + Ends(grid.Count))));

    /// <summary>One picture: the text once, a pass a step (two where guidance acts), the autoencoder.</summary>
    /// <param name="tokens">Tokens of the text.</param>
    /// <param name="grid">Token grid.</param>
    /// <param name="settings">Steps and guidance.</param>
    public double Picture(int tokens, TokenGrid grid, DrawSettings settings)
    {
        var times = FlowTimes.Sampling(settings.Steps, settings.TimestepShift);
        var guided = times.SkipLast(1).Count(settings.Guides);
        return Text(tokens) + ((times.Length - 1) * Pass(tokens)) + (guided * Pass(0))
            + Decoded(grid.Rows * config.LatentPatch, grid.Columns * config.LatentPatch);

        double Pass(int past) =>
            Expert(grid.Count + 2) + Attention(grid.Count + 2, past + grid.Count + 2) + Ends(grid.Count);
    }

    /// <summary>A picture that is looked at: vision encoder, connector, and its rows in the decoder.</summary>
    public double Seen(int width, int height)
    {
        var (vision, hidden) = (config.Vision, (double)config.Vision.HiddenSize);
        var patches = width / vision.PatchSize * (height / vision.PatchSize);
        var embedding = 2.0 * patches * vision.PatchSize * vision.PatchSize * vision.Channels * hidden;
        var layer = (2.0 * patches * ((4 * hidden * hidden) + (2 * hidden * vision.MlpSize)))
            + (4.0 * patches * patches * hidden);
        var connector =
            2.0 * patches * ((hidden * language.HiddenSize) + ((double)language.HiddenSize * language.HiddenSize));
        return embedding + (vision.Layers * layer) + connector + Expert(patches + 2)
            + Attention(patches + 2, patches + 2);
    }

    private double Expert(int rows)
    {
        var (hidden, keys) = ((double)language.HiddenSize, (double)language.KeyValueHeads * language.HeadWidth);
        return 2.0 * rows * language.Layers
            * ((2 * hidden * hidden) + (2 * hidden * keys) + (3 * hidden * language.MlpSize));
    }

    private double Attention(int rows, double columns) => 4.0 * language.Layers * rows * columns * language.HiddenSize;

    // The linear layers between latent tokens and rows.
    private double Ends(int rows) => 4.0 * rows * config.LatentWidth * language.HiddenSize;

    private double Decoded(int height, int width)
    {
        var autoencoder = config.Autoencoder;
        var last = autoencoder.Multipliers.Count - 1;
        var (pixels, channels) = ((double)height * width,
            (double)(autoencoder.Channels * autoencoder.Multipliers[last]));
        var sum = Conv(autoencoder.LatentChannels, channels) + (4 * Conv(channels, channels))
            + (4 * Conv(channels, channels, 1)) + (4 * pixels * pixels * channels);
        for (var level = last; level >= 0; level--)
        {
            double wanted = autoencoder.Channels * autoencoder.Multipliers[level];
            for (var block = 0; block <= autoencoder.ResidualBlocks; block++)
            {
                sum += Conv(channels, wanted) + Conv(wanted, wanted)
                    + (channels == wanted ? 0 : Conv(channels, wanted, 1));
                channels = wanted;
            }

            if (level > 0)
            {
                pixels *= 4;
                sum += Conv(channels, channels);
            }
        }

        return sum + Conv(channels, 3);

        double Conv(double from, double to, int side = 3) => 2 * pixels * side * side * from * to;
    }
}
