namespace Srum.Models;

/// <summary>What goes through a model at once, pictures or questions.</summary>
internal static class BatchSizes
{
    /// <summary>The most that any setting may ask for.</summary>
    public const int Largest = 1 << 16;
}
