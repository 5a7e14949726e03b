using System.Text.Json;

namespace Srum.Tests.Fixtures;

/// <summary>Two lists of numbers of one shape.</summary>
internal sealed class NumbersComparison(
    string name, double[] got, long[] gotShape, double[] want, long[] wantShape, FixtureTolerance tolerance)
    : FixtureComparison(name)
{
    public override string? Fault() => Fault(-1);

    public override IEnumerable<string> Unnoticed() => new[] { 0, want.Length / 2, want.Length - 1 }
        .Where(at => at >= 0 && at < want.Length).Distinct()
        .Where(at => Fault(at) is null)
        .Select(at => $"{Name}[{at}]");

    private string? Fault(int disturbed)
    {
        if (!gotShape.SequenceEqual(wantShape))
        {
            return $"{Name} is [{string.Join(", ", gotShape)}], expected [{string.Join(", ", wantShape)}]";
        }

        var (off, worst, sum, unequal) = (0, -1, 0.0, 0);
        for (var i = 0; i < want.Length; i++)
        {
            var wanted = i == disturbed ? tolerance.Disturb(want[i]) : want[i];
            var difference = Math.Abs(got[i] - wanted);
            sum += double.IsNaN(difference) ? 0 : difference;
            unequal += got[i].Equals(wanted) ? 0 : 1;
            if (!tolerance.Agree(got[i], wanted))
            {
                off++;
                worst = worst < 0 || difference > Math.Abs(got[worst] - want[worst]) ? i : worst;
            }
        }

        return off > 0 ? $"{Name}: {off} of {want.Length} are off, the worst at {worst}: {got[worst]:G9}, expected "
            + $"{want[worst]:G9} ± {tolerance.Of(want[worst]):G3}"
            : sum > (tolerance.Mean ?? double.MaxValue) * want.Length
            ? $"{Name} is off by {sum / want.Length:G4} on average, at most {tolerance.Mean} may be"
            : unequal > (tolerance.ShareOff ?? 1) * want.Length
            ? $"{Name}: {unequal} of {want.Length} differ, at most a share of {tolerance.ShareOff} may"
            : null;
    }
}
