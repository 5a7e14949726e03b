namespace Srum.Models;

/// <summary>
/// What a decoder's config says of its rotary positions. Newer exporters put <c>rope_theta</c> beside the kind of rope,
/// perhaps for each kind of layer; kinds that stretch the positions are not implemented.
/// </summary>
internal static class RopeFields
{
    /// <summary>The base of the frequencies.</summary>
    /// <param name="file">The decoder's config.</param>
    /// <param name="otherwise">What an absent field means; null = it must be there.</param>
    /// <exception cref="SrumException">It is missing, or the rope is of another kind.</exception>
    public static double Theta(ConfigFile file, double? otherwise = null)
    {
        var rope = file.Within("rope_parameters", "rope_scaling").Within("full_attention");
        rope.Allow("rope_type", "default");
        rope.Allow("type", "default");
        rope.Allow("factor", 1.0);
        rope.Allow("partial_rotary_factor", 1.0);
        rope.Forbid("mrope_section");
        return rope.Double("rope_theta", otherwise);
    }
}
