using Srum.Imaging;

namespace Srum.Rewards;

/// <summary>Says where a picture may hold something worth judging, never how good it is.</summary>
public interface IRegionProposer
{
    /// <summary>Name and constants: part of a judgement's key, so that other boxes are other records.</summary>
    string Name { get; }

    /// <summary>Proposes boxes for each picture, largest first; a picture may have none.</summary>
    IReadOnlyList<IReadOnlyList<Box>> Propose(IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default);
}

/// <summary>What judges ask of a proposer.</summary>
internal static class RegionProposers
{
    /// <summary>The boxes that are judged: largest first, at most <see cref="JudgeSettings.MaxRegions"/> a picture, and none where regions are not asked about.</summary>
    public static IReadOnlyList<IReadOnlyList<Box>> ProposeFor(
        this IRegionProposer proposer, JudgeSettings settings, IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel) =>
        settings.Questions.HasFlag(JudgeQuestions.Regions)
            ? [.. proposer.Propose(pictures, cancel).Select(boxes => (IReadOnlyList<Box>)[.. boxes.OrderByDescending(box => box.Area).Take(settings.MaxRegions)])]
            : [.. pictures.Select(_ => (IReadOnlyList<Box>)[])];
}
