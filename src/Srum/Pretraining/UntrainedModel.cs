using Srum.Models;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>
/// Tiny models of either design that know nothing, in the published layout: to see what a design's folder holds and
/// what it can be asked, without a download and without a training.
/// </summary>
public static class UntrainedModel
{
    /// <summary>Writes a model folder with the sizes of a pretraining, random weights, and bytes for words.</summary>
    /// <param name="folder">Where to; made where it is missing.</param>
    /// <param name="design">The design.</param>
    /// <param name="seed">Decides every weight.</param>
    /// <exception cref="SrumException">The folder holds something else.</exception>
    public static void Write(string folder, ModelDesign design, long seed)
    {
        var described = Directory.CreateTempSubdirectory("srum-").FullName;
        try
        {
            TinyDesign.Of(design).Write(described, World.Shipped, BytePairTrainer.Learn([]));
            RandomModel.Write(folder, described, seed);
        }
        finally
        {
            Directory.Delete(described, recursive: true);
        }
    }
}
