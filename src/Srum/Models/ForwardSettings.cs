using System.Text.Json.Serialization;

namespace Srum.Models;

/// <summary>Settings of a training forward pass.</summary>
public sealed record ForwardSettings
{
    /// <summary>
    /// Shift of the training times towards noise, above 0: shift · u / (1 + (shift − 1) u). Default 4 (paper, Table 7).
    /// </summary>
    public double TimestepShift { get; init; } = 4.0;

    /// <summary>
    /// True (default, as the paper says) cuts the gradient in every row of the understanding half at every layer;
    /// false is the behaviour of the released code, which also updates the understanding expert.
    /// </summary>
    public bool FreezeUnderstanding { get; init; } = true;

    /// <summary>
    /// Computes each decoder layer again on the way back instead of keeping what is inside it (gradient checkpointing;
    /// Chen et al. 2016): a pass needs the memory of one layer, and about a third more time. Default false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RecomputeLayers { get; init; }
}
