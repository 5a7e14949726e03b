namespace Srum.Native;

/// <summary>
/// Which kernel computes the products of one pair of widths, over the row counts that a process has met.
/// </summary>
/// <param name="Type">Type of the product: <c>Float32</c> or <c>BFloat16</c>.</param>
/// <param name="In">Columns of the rows.</param>
/// <param name="Out">Columns of the result.</param>
/// <param name="Kernel">Name of the kernel.</param>
/// <param name="RowCounts">How many row counts it was chosen for.</param>
/// <param name="Wrong">Kernels that would be faster and were seen to be wrong there; empty = none.</param>
public sealed record KernelUse(
    string Type, long In, long Out, string Kernel, int RowCounts, IReadOnlyList<string> Wrong);
