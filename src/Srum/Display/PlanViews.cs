using Srum.Planning;

namespace Srum.Display;

/// <summary>What stages need of a machine, as tables.</summary>
public static class PlanViews
{
    /// <summary>What a stage holds at its fullest, and where that does not fit what to change.</summary>
    /// <param name="run">The stage.</param>
    /// <param name="limit">Bytes that the device has.</param>
    public static FactTable Of(PlannedRun run, long limit)
    {
        var needs = run.Needs;
        var remedies = needs.Peak > limit ? run.Remedies(limit) : [];
        var after = remedies is [.., var last] ? last.Then.Needs.Peak : needs.Peak;
        return new FactTable(
            [$"{run.Stage}, {run.Precision}".ToLowerInvariant(), "bytes"],
            [
                .. needs.Shares.Select(share => (IReadOnlyList<string>)[share.Name, Figures.Bytes(share.Bytes)]),
                ["at its fullest", Figures.Bytes(needs.Peak)],
                .. remedies.Select(remedy => (IReadOnlyList<string>)
                    [$"then with {remedy.Change}", Figures.Bytes(remedy.Then.Needs.Peak)]),
            ],
            $"The device has {Figures.Bytes(limit)}: "
                + (needs.Peak <= limit ? "it fits." : after <= limit ? "it does not fit; with these changes it does."
                    : "it does not fit, and no change makes it."));
    }
}
