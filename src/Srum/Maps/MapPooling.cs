
namespace Srum.Maps;

/// <summary>How pixels become tokens.</summary>
public enum MapPooling
{
    /// <summary>
    /// Bilinear sampling at token centres (align_corners = false), as published: thin regions may vanish.
    /// </summary>
    Bilinear,

    /// <summary>The mean over the token's pixels, cut pixels by their share.</summary>
    Area,
}
