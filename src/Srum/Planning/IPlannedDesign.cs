using Srum.Models;

namespace Srum.Planning;

/// <summary>
/// A model as the arithmetic of its design: what it weighs, and what its stages need. Nothing is opened.
/// </summary>
public interface IPlannedDesign
{
    /// <summary>All its parameters.</summary>
    long Parameters { get; }

    /// <summary>Bytes of all weights once they are read.</summary>
    long WeightBytes(ModelPrecision precision);

    /// <summary>Tokens of a text in the frame in which it is drawn from.</summary>
    int Tokens(string text);

    /// <summary>What a stage needs.</summary>
    /// <exception cref="SrumException">The recipe has a setting that this design does not know.</exception>
    StageNeeds Needs(PlannedRun run);
}
