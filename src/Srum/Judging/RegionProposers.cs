using Srum.Imaging;
using Srum.Regions;

namespace Srum.Judging;

/// <summary>What judges ask of a proposer.</summary>
internal static class RegionProposers
{
    /// <summary>The boxes that are judged: the largest first, and none where regions are not asked about.</summary>
    /// <param name="proposer">Says where to look.</param>
    /// <param name="questions">What is asked.</param>
    /// <param name="most">Most boxes of a picture.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="cancel">Ends it early.</param>
    public static IReadOnlyList<IReadOnlyList<Box>> ProposeFor(
        this IRegionProposer proposer, JudgeQuestions questions, int most, IReadOnlyList<JudgeRequest> pictures,
        CancellationToken cancel) =>
        questions.HasFlag(JudgeQuestions.Regions)
            ? [.. proposer.Propose(pictures, cancel)
                .Select(boxes => (IReadOnlyList<Box>)[.. boxes.OrderByDescending(box => box.Area).Take(most)])]
            : [.. pictures.Select(_ => (IReadOnlyList<Box>)[])];
}
