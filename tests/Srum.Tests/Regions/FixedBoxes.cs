using Srum.Imaging;
using Srum.Regions;

namespace Srum.Tests.Regions;

/// <summary>Proposes the same boxes for every picture.</summary>
internal sealed class FixedBoxes(params Box[] boxes) : IRegionProposer
{
    public string Name => "fixed";

    public IReadOnlyList<IReadOnlyList<Box>> Propose(
        IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
        [.. pictures.Select(_ => boxes)];
}
