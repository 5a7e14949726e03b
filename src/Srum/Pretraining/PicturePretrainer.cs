using Srum.Models;
using Srum.Native;
using Srum.Shapes;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Pretraining;

/// <summary>
/// Trains what turns pictures into what a model draws, and back, on rendered scenes full of objects. The loss of a
/// picture is its mean squared + 0.3 · mean absolute error; what else is lost belongs to the design.
/// </summary>
internal abstract class PicturePretrainer : IDisposable
{
    private const int Batch = 32;
    private static readonly Scalar AbsoluteShare = 0.3.ToScalar();

    private readonly (string Name, Tensor Value)[] learnt;
    private readonly AdamW optimiser;
    private readonly EmaWeights average;
    private readonly LessonScenes scenes;

    /// <summary>Begins a training.</summary>
    /// <param name="store">The parameters, all taken; owned from here on.</param>
    /// <param name="isFixed">Whether one of them is not learnt, by name.</param>
    /// <param name="world">What pictures show.</param>
    /// <param name="seed">Decides them.</param>
    protected PicturePretrainer(ParameterStore store, Func<string, bool> isFixed, World world, long seed)
    {
        (Store, scenes, Seed) = (store, new LessonScenes(world), seed);
        learnt = [.. store.Parameters.Where(parameter => !isFixed(parameter.Name))];
        Tensor[] parameters = [.. learnt.Select(parameter => parameter.Value.requires_grad_())];
        optimiser = new AdamW(parameters, new AdamWSettings { Beta2 = 0.99, Epsilon = 1e-8 });
        average = new EmaWeights(parameters, 0.998);
    }

    /// <summary>Everything a resumed training needs, by name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => Checkpoint.State(learnt, optimiser, average);

    protected ParameterStore Store { get; }

    protected long Seed { get; }

    /// <summary>One step on fresh scenes; the batch depends on seed and step alone.</summary>
    /// <returns>The picture loss.</returns>
    /// <exception cref="NotFiniteException">The step has no finite result; the state is what it began with.</exception>
    public double Step(long step, double learningRate)
    {
        Prepare(step);
        var loss = double.NaN;
        FiniteStep.Take(
            optimiser, learnt, learningRate, $"step {step + 1} of the autoencoder", Pretrainer.AutoencoderRemedy,
            () => loss = Gradients(step));
        average.Update(step);
        return loss;
    }

    /// <summary>Ends a training: copies the averaged weights into the live ones and writes them.</summary>
    /// <param name="folder">The model's folder, for what its configs say of them.</param>
    /// <returns>The weights by published name.</returns>
    public IEnumerable<KeyValuePair<string, Tensor>> Finish(string folder)
    {
        average.Apply();
        Describe(folder);
        return Store.Parameters.Select(own => KeyValuePair.Create(own.Name, own.Value.detach()));
    }

    public void Dispose()
    {
        optimiser.Dispose();
        average.Dispose();
        Store.Dispose();
    }

    /// <summary>
    /// Changes what a step begins with, once: its gradients may be computed a second time, and are then the same.
    /// </summary>
    /// <param name="step">The step.</param>
    protected virtual void Prepare(long step)
    {
    }

    /// <summary>The loss of a picture, and what is lost besides.</summary>
    /// <param name="pictures">(n, 3, side, side).</param>
    /// <param name="random">Decides noise.</param>
    protected abstract (Tensor Picture, Tensor Besides) Losses(Tensor pictures, SeededRandom random);

    /// <summary>A step's pictures, (n, 3, side, side), and what decides the rest of it.</summary>
    /// <param name="step">The step.</param>
    protected (Tensor Pictures, SeededRandom Random) BatchOf(long step)
    {
        var random = new SeededRandom(SeededRandom.SeedAt(Seed, step));
        return (Pictures(random, Batch), random);
    }

    /// <summary>Writes what the configs say of the finished weights.</summary>
    protected virtual void Describe(string folder)
    {
    }

    /// <summary>Pictures (n, 3, side, side) of crowded scenes.</summary>
    protected Tensor Pictures(SeededRandom random, int count) =>
        PictureTensor.Of([.. Enumerable.Range(0, count).Select(_ => SceneRenderer.Render(scenes.Crowded(random)))]);

    /// <summary>How far pictures are from what they should be.</summary>
    protected static Tensor PictureLoss(Tensor made, Tensor wanted)
    {
        var difference = made - wanted;
        return difference.Squared().mean().Plus(difference.abs().mean().mul(AbsoluteShare));
    }

    private double Gradients(long step)
    {
        using var scope = NewDisposeScope();
        var (pictures, random) = BatchOf(step);
        var (picture, besides) = Losses(pictures, random);
        picture.Plus(besides).backward();
        return picture.Number();
    }
}
