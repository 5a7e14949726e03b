namespace Srum.Planning;

/// <summary>What a stage needs, by the arithmetic of a model's sizes alone.</summary>
/// <param name="Shares">What it holds at its fullest, on the device.</param>
/// <param name="LoadBytes">
/// Host memory at load beyond what stays on the host: the largest tensor, as it is read and converted.
/// </param>
/// <param name="Operations">
/// Operations of the whole stage, in all rounds of a training; a multiplication and an addition count two.
/// </param>
public sealed record StageNeeds(IReadOnlyList<MemoryShare> Shares, long LoadBytes, double Operations)
{
    /// <summary>
    /// What a process on the CPU holds beside a model's tensors: the program, its libraries and kernels' buffers. The
    /// shipped model's stages were measured at 180 to 370 MiB; it hardly grows with the model.
    /// </summary>
    public const long Program = 384L << 20;

    /// <summary>The most that is held at once, on the device.</summary>
    public long Peak => Shares.Sum(share => share.Bytes);
}
