using System.Text.Json;

namespace Srum.Tests.Fixtures;

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
