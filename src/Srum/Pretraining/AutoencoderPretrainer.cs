using Srum.Models.Bagel;
using Srum.Native;
using Srum.Shapes;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Pretraining;

/// <summary>
/// Trains the tiny autoencoder on rendered scenes full of objects. Loss: mean squared + 0.3 · mean absolute error of the picture, with
/// latents disturbed by fixed noise of 0.15 of their own spread; the log-variance learns to state that noise, so that
/// the published sampling encoder draws the same.
/// </summary>
internal sealed class AutoencoderPretrainer : IDisposable
{
    private static readonly Scalar AbsoluteShare = 0.3.ToScalar();
    private static readonly Scalar NoiseShare = 0.15.ToScalar();
    private static readonly Scalar VarianceShare = 0.01.ToScalar();

    private readonly ParameterStore store;
    private readonly Autoencoder autoencoder;
    private readonly AdamW optimiser;
    private readonly EmaWeights average;
    private readonly LessonScenes scenes;
    private readonly long seed;

    public AutoencoderPretrainer(AutoencoderConfig config, World world, long seed)
    {
        (scenes, this.seed) = (new LessonScenes(world), seed);
        store = ParameterStore.Random(seed);
        autoencoder = new Autoencoder(config with { Scale = 1, Shift = 0 }, store);
        Tensor[] parameters = [.. store.Parameters.Select(parameter => parameter.Value.requires_grad_())];
        optimiser = new AdamW(parameters, new AdamWSettings { Beta2 = 0.99, Epsilon = 1e-8 });
        average = new EmaWeights(parameters, 0.998);
    }

    /// <summary>The averaged weights by published name.</summary>
    public IEnumerable<(string Name, Tensor Value)> Averages => store.Parameters.Zip(average.Averages, (own, mean) => (own.Name, mean));

    /// <summary>One step on fresh scenes; the batch depends on seed and step alone.</summary>
    /// <returns>The picture loss.</returns>
    /// <exception cref="NotFiniteException">The step has no finite result; the state is that before it.</exception>
    public double Step(long step, int batch, double learningRate)
    {
        var loss = double.NaN;
        FiniteStep.Take(
            optimiser, store.Parameters, learningRate, $"step {step + 1} of the autoencoder", Pretrainer.Remedy, () => loss = Gradients(step, batch));
        average.Update(step);
        return loss;
    }

    private double Gradients(long step, int batch)
    {
        using var scope = NewDisposeScope();
        var random = new SeededRandom(unchecked((seed * 1_000_003) + step));
        var pictures = PictureTensor.Of([.. Enumerable.Range(0, batch).Select(_ => SceneRenderer.Render(scenes.Crowded(random)))]);
        using var generator = new Generator(random.NextBits() >> 1);
        var moments = autoencoder.Moments(pictures).chunk(2, 1);
        var mean = moments[0];
        var spread = mean.detach().std().mul(NoiseShare);
        var latents = mean.Plus(randn(mean.shape, generator: generator) * spread);
        var difference = autoencoder.Decode(latents) - pictures;
        var picture = difference.Squared().mean().Plus(difference.abs().mean().mul(AbsoluteShare));
        var variance = (moments[1] - spread.Squared().log()).Squared().mean().mul(VarianceShare);
        picture.Plus(variance).backward();
        return picture.Number();
    }

    /// <summary>Copies the averaged weights into the live ones: the end of a training.</summary>
    public void TakeAverages() => average.Apply();

    /// <summary>Mean and spread of raw latents over scenes: shift and 1 / scale of the finished autoencoder.</summary>
    public (double Mean, double Spread) LatentStatistics()
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var random = new SeededRandom(seed + 17);
        var latents = autoencoder.EncodeMean(PictureTensor.Of([.. Enumerable.Range(0, 512).Select(_ => SceneRenderer.Render(scenes.Crowded(random)))]));
        return (latents.mean().Number(), latents.std().Number());
    }

    /// <summary>Everything a resumed training needs, by name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => Checkpoint.State(store.Parameters, optimiser, average);

    public void Dispose()
    {
        optimiser.Dispose();
        average.Dispose();
        store.Dispose();
    }
}
