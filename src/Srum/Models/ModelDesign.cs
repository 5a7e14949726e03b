namespace Srum.Models;

/// <summary>The designs that can be opened.</summary>
public enum ModelDesign
{
    /// <summary>Draws by a flow with an expert of its own.</summary>
    Bagel,

    /// <summary>Draws code by code with the decoder that also reads.</summary>
    Janus,
}
