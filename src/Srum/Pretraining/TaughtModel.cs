using Srum.Models;
using Srum.Models.Bagel;
using Srum.Native;
using Srum.Shapes;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Pretraining;

/// <summary>
/// A model of either design as the joint training sees it. Losses are means, in the design's own unit.
/// </summary>
internal abstract class TaughtModel : IDisposable
{
    /// <summary>The file of its picture codec, in the folder of a pretraining's state.</summary>
    public const string CodecFile = ModelFolder.AutoencoderFile;

    /// <summary>What the loss of drawing is called.</summary>
    public abstract string DrawingLoss { get; }

    /// <summary>The model as others see it; it owns the networks, and they end with it.</summary>
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

    /// <summary>
    /// How badly it goes on with texts: mean cross-entropy of the learnt tokens. Short lessons are read apart from long
    /// ones, since a batch has both: filled up to its longest, a fifth of what is computed would be filling.
    /// </summary>
    /// <param name="lessons">All with a picture, or none.</param>
    /// <param name="seen">What stands in the decoder for their pictures (<see cref="See"/>), or null.</param>
    /// <param name="weighDecisions">Whether what a judgement turns on counts more (<see cref="LessonRows"/>).</param>
    public Tensor Read(IReadOnlyList<Lesson> lessons, Tensor? seen, bool weighDecisions)
    {
        Func<string, int[]>? decisions = weighDecisions ? TokensOf : null;
        var losses = LessonRows.ByLength([.. lessons.Select(Tokens)])
            .Select(part => part.Rows.Loss(Hidden(part.Rows, Chosen(part.Places)), Logits, decisions))
            .ToArray();
        using var share = (1 / losses.Sum(loss => loss.Weight)).ToScalar();
        return losses.Select(loss => loss.Sum).Aggregate((all, more) => all.Plus(more)).mul(share);

        Tensor? Chosen(int[] places) =>
            seen?.index_select(0, tensor([.. places.Select(place => (long)place)], dtype: int64));
    }

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

    /// <summary>A lesson's tokens, and the first of them that is learnt.</summary>
    protected abstract (IReadOnlyList<int> Ids, int LearntFrom) Tokens(Lesson lesson);

    /// <summary>The tokens of a text that goes on.</summary>
    protected abstract int[] TokensOf(string text);

    /// <summary>The decoder's final rows of lessons' tokens, (lessons, longest, width).</summary>
    /// <param name="rows">The lessons.</param>
    /// <param name="seen">What stands for their pictures, or null.</param>
    protected abstract Tensor Hidden(LessonRows rows, Tensor? seen);

    /// <summary>Logits of such rows.</summary>
    protected abstract Tensor Logits(Tensor hidden);
}
