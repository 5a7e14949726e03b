using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>
/// What a kernel's correctness can depend on. Rows count exactly: the processor on which a product was found wrong has
/// it right and wrong in turn over dozens of ranges of rows (docs/decisions.md), so no range can be judged by its ends.
/// </summary>
/// <param name="Rows">Rows of x.</param>
/// <param name="In">Columns of x.</param>
/// <param name="Out">Columns of the result.</param>
/// <param name="HasBias">Whether a bias is added.</param>
/// <param name="Type">Type of operands and result.</param>
/// <param name="IsGraded">Whether gradients will flow.</param>
/// <param name="Threads">torch's threads.</param>
internal readonly record struct ProductShape(
    long Rows, long In, long Out, bool HasBias, ScalarType Type, bool IsGraded, int Threads);
