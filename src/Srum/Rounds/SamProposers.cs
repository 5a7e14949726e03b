using Srum.Judging;
using Srum.Regions.Sam;

namespace Srum.Rounds;

/// <summary>
/// The segment-anything proposers of a run, one for each settings: files are hashed and opened once for all judges.
/// </summary>
internal sealed class SamProposers : IDisposable
{
    private readonly Dictionary<SamSettings, SamProposer> opened = [];

    /// <summary>The proposer that a judge's settings name; null where it is no segment-anything model.</summary>
    public SamProposer? Of(JudgeSettings settings)
    {
        if (settings is not { Proposer: "sam", Sam: { } sam })
        {
            return null;
        }

        if (!opened.TryGetValue(sam, out var proposer))
        {
            opened[sam] = proposer = new SamProposer(sam);
        }

        return proposer;
    }

    public void Dispose()
    {
        foreach (var proposer in opened.Values)
        {
            proposer.Dispose();
        }
    }
}
