
namespace Srum.Maps;

/// <summary>Which value a pixel takes where regions overlap.</summary>
public enum MapOverlap
{
    /// <summary>The largest.</summary>
    Largest,

    /// <summary>The smallest: the worst judgement counts.</summary>
    Smallest,

    /// <summary>The one furthest from 0; of two equally far the negative one.</summary>
    LargestMagnitude,
}
