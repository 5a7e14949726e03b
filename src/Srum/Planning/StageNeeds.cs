namespace Srum.Planning;

/// <summary>A share of what a stage holds at its fullest.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record MemoryShare(string Name, long Bytes);

/// <summary>What a stage needs, by the arithmetic of a model's sizes alone.</summary>
/// <param name="Shares">What it holds at its fullest, on the device.</param>
/// <param name="LoadBytes">
/// Host memory at load beyond what stays on the host: the largest tensor, as it is read and converted.
/// </param>
/// <param name="Operations">Operations of the whole stage, a multiplication and an addition counting two.</param>
public sealed record StageNeeds(IReadOnlyList<MemoryShare> Shares, long LoadBytes, double Operations)
{
    /// <summary>The most that is held at once, on the device.</summary>
    public long Peak => Shares.Sum(share => share.Bytes);
}
