
namespace Srum.Models;

/// <summary>
/// How a norm of the guided velocity is brought back to that of the unguided one (BAGEL's CFG renorm).
/// </summary>
public enum GuidanceRenorm
{
    /// <summary>One norm over all tokens and channels.</summary>
    Global,

    /// <summary>One norm a token over its channels.</summary>
    Channel,

    /// <summary>One norm a token, applied before the image guidance.</summary>
    TextChannel,
}
