using System.Text.Json;

namespace Srum.Tests.Fixtures;

/// <summary>One result beside its reference: says what is wrong, also when the reference is disturbed.</summary>
internal abstract class FixtureComparison(string name)
{
    public string Name { get; } = name;

    /// <summary>What is off, or null.</summary>
    public abstract string? Fault();

    /// <summary>For disturbed references, one value each: those that would pass.</summary>
    public abstract IEnumerable<string> Unnoticed();
}

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

/// <summary>Two JSON values: same fields, same order of lists, texts exactly, numbers within the tolerance.</summary>
internal sealed class JsonComparison(string name, JsonElement got, JsonElement want, FixtureTolerance tolerance)
    : FixtureComparison(name)
{
    private int leaves;

    public override string? Fault() => Fault(-1);

    public override IEnumerable<string> Unnoticed()
    {
        Fault();
        var count = leaves;
        return new[] { 0, count / 2, count - 1 }
            .Where(at => at >= 0 && at < count).Distinct()
            .Where(at => Fault(at) is null)
            .Select(at => $"{Name}, value {at}");
    }

    private string? Fault(int disturbed)
    {
        leaves = 0;
        return Fault(Name, got, want, disturbed);
    }

    private string? Fault(string place, JsonElement got, JsonElement want, int disturbed)
    {
        switch (want.ValueKind)
        {
            case JsonValueKind.Object when got.ValueKind == JsonValueKind.Object:
                foreach (var name in want.EnumerateObject().Select(p => p.Name)
                    .Union(got.EnumerateObject().Select(p => p.Name)))
                {
                    if (!got.TryGetProperty(name, out var mine) || !want.TryGetProperty(name, out var theirs))
                    {
                        return $"{place}.{name} stands on one side only";
                    }

                    if (Fault($"{place}.{name}", mine, theirs, disturbed) is { } fault)
                    {
                        return fault;
                    }
                }

                return null;
            case JsonValueKind.Array when got.ValueKind == JsonValueKind.Array:
                if (got.GetArrayLength() != want.GetArrayLength())
                {
                    return $"{place} has {got.GetArrayLength()} entries, expected {want.GetArrayLength()}: {Show(got)}";
                }

                return got.EnumerateArray().Zip(want.EnumerateArray())
                    .Select((pair, i) => Fault($"{place}[{i}]", pair.First, pair.Second, disturbed))
                    .FirstOrDefault(fault => fault is not null);
            default:
                var isDisturbed = leaves++ == disturbed;
                return LeafAgrees(got, want, isDisturbed) ? null : $"{place} is {Show(got)}, expected {Show(want)}";
        }
    }

    private bool LeafAgrees(JsonElement got, JsonElement want, bool disturbed) => want.ValueKind switch
    {
        JsonValueKind.Number => got.ValueKind == JsonValueKind.Number
            && tolerance.Agree(got.GetDouble(), disturbed ? tolerance.Disturb(want.GetDouble()) : want.GetDouble()),
        JsonValueKind.String => got.ValueKind == JsonValueKind.String
            && got.GetString() == want.GetString() + (disturbed ? "!" : ""),
        _ => got.ValueKind == want.ValueKind && !disturbed,
    };

    private static string Show(JsonElement value) =>
        value.GetRawText() is { Length: > 200 } text ? text[..200] + "…" : value.GetRawText();
}
