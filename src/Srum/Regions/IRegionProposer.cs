using Srum.Imaging;

namespace Srum.Regions;

/// <summary>Says where a picture may hold something worth judging, never how good it is.</summary>
public interface IRegionProposer
{
    /// <summary>Name and constants: part of a judgement's key, so that other boxes are other records.</summary>
    string Name { get; }

    /// <summary>Proposes boxes for each picture, largest first; a picture may have none.</summary>
    IReadOnlyList<IReadOnlyList<Box>> Propose(IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default);
}
