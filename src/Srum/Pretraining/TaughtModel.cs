using Srum.Models;
using Srum.Shapes;
using static TorchSharp.torch;

namespace Srum.Pretraining;

/// <summary>
/// A model of either design as the joint training sees it. Losses are means, in the design's own unit.
/// </summary>
internal abstract class TaughtModel : IDisposable
{
    /// <summary>The file of its picture codec, in the folder of a pretraining's state.</summary>
    public const string CodecFile = "ae.safetensors";

    /// <summary>What the loss of drawing is called.</summary>
    public abstract string DrawingLoss { get; }

    /// <summary>The model as others see it; it borrows the networks.</summary>
    public abstract IUnifiedModel Drawn { get; }

    /// <summary>Its parameters.</summary>
    public abstract ParameterStore Store { get; }

    /// <summary>Width of what its eye gives to the decoder.</summary>
    public abstract int Width { get; }

    /// <summary>Whether the training may move a parameter, by name.</summary>
    public abstract bool IsLearnt(string name);

    /// <summary>What stands in the decoder for pictures (n, 3, side, side) in [-1, 1]: (n, patches, width).</summary>
    public abstract Tensor See(Tensor pictures);

    /// <summary>How badly it draws.</summary>
    /// <param name="lessons">The pictures.</param>
    /// <param name="random">Decides noise.</param>
    /// <param name="timeMean">Mean of the normal draw behind flow times, where there are any.</param>
    public abstract Tensor Draw(IReadOnlyList<DrawingLesson> lessons, SeededRandom random, double timeMean);

    /// <summary>How far it is from drawing attributes independently.</summary>
    /// <inheritdoc cref="Independence.Loss"/>
    public abstract Tensor DrawIndependently(World world, SeededRandom random, int objects, double timeMean);

    /// <summary>How badly it goes on with texts: mean cross-entropy of the learnt tokens.</summary>
    /// <param name="lessons">All with a picture, or none.</param>
    /// <param name="pictures">(rows, 3, side, side) in [-1, 1], or null.</param>
    /// <param name="weighDecisions">Whether what a judgement turns on counts more (<see cref="LessonRows"/>).</param>
    public abstract Tensor Read(IReadOnlyList<Lesson> lessons, Tensor? pictures, bool weighDecisions);

    /// <summary>What its codec looks at between the two networks, (n, channels, rows, columns).</summary>
    public abstract Tensor Encode(Tensor pictures);

    /// <summary>Pictures of that.</summary>
    public abstract Tensor Decode(Tensor latents);

    /// <summary>Writes the model folder.</summary>
    public abstract void Save(string folder);

    public void Dispose()
    {
        Drawn.Dispose();
        GC.SuppressFinalize(this);
    }
}
