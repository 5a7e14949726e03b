using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>Where a cache takes the new columns of a pass, in every layer.</summary>
/// <param name="Keys">Of each layer, (batch, kv heads, capacity, width).</param>
/// <param name="Values">Likewise.</param>
/// <param name="Places">Which columns they are, (batch, 1, count, 1); null = the last ones of <c>Columns</c>.</param>
/// <param name="Columns">Columns with the new ones.</param>
internal readonly record struct CacheRoom(Tensor[] Keys, Tensor[] Values, Tensor? Places, int Columns);
