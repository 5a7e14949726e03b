using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Fixtures;

/// <summary>
/// Compares what was computed with a case. At the end it fails when a value is off, when an <c>out.*</c> tensor was
/// neither compared nor passed over, when a field of the JSON was not even read, and when a comparison would not
/// have noticed a reference that is ten tolerances off.
/// </summary>
/// <example>
/// <code>
/// [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases)), Trait("Category", "Fixtures")]
/// public void Equals_the_reference(string name) => FixtureCheck.Run("tables", name, (it, check) =>
///     check.Tensor("out.table", PositionTable.Create(it["side"].GetInt32(), it["width"].GetInt32())));
/// public static IEnumerable&lt;TheoryDataRow&lt;string&gt;&gt; Cases => FixtureRoot.Cases("tables");
/// </code>
/// </example>
internal sealed class FixtureCheck(FixtureCase it, FixtureTolerance? usual = null)
{
    private readonly List<FixtureComparison> comparisons = [];
    private readonly Dictionary<string, string> passedOver = new(StringComparer.Ordinal);
    private readonly FixtureTolerance tolerance =
        usual
            ?? (it.Tolerance.ValueKind == JsonValueKind.Undefined
                ? FixtureTolerance.Exact
                : FixtureTolerance.From(it.Tolerance));

    /// <summary>Opens a case, compares, finishes. Torch tensors of the body are disposed.</summary>
    public static void Run(
        string area, string name, Action<FixtureCase, FixtureCheck> body, FixtureTolerance? usual = null)
    {
        using var it = new FixtureCase(area, name);
        using var scope = NewDisposeScope();
        var check = new FixtureCheck(it, usual);
        body(it, check);
        check.Finish();
    }

    /// <summary>
    /// Compares a tensor with the reference of that name; shape and values, whatever the element types.
    /// </summary>
    public void Tensor(string name, Tensor got, FixtureTolerance? within = null)
    {
        using var want = it.Tensor(name);
        Add(new NumbersComparison(name, Doubles(got), got.shape, Doubles(want), want.shape, within ?? Usual(want)));
    }

    /// <summary>The same for numbers that are no tensor, e.g. the bytes of a picture.</summary>
    public void Numbers<T>(string name, IEnumerable<T> got, long[] shape, FixtureTolerance? within = null)
        where T : System.Numerics.INumber<T>
    {
        using var want = it.Tensor(name);
        Add(new NumbersComparison(
            name, got.Select(double.CreateChecked).ToArray(), shape, Doubles(want), want.shape, within ?? Usual(want)));
    }

    /// <summary>Compares a field of the JSON, e.g. a list of ids or an object of several results.</summary>
    /// <param name="field">A field of the case.</param>
    /// <param name="got">Anything that System.Text.Json writes in the same form; every field must be there.</param>
    /// <param name="within">For its numbers; exact by default.</param>
    public void Json(string field, object? got, FixtureTolerance? within = null) => Json(field, got, it[field], within);

    /// <summary>Compares a part of a field, under a name of its own.</summary>
    public void Json(string name, object? got, JsonElement want, FixtureTolerance? within = null) =>
        Add(new JsonComparison(name, JsonSerializer.SerializeToElement(got), want, within ?? FixtureTolerance.Exact));

    /// <summary>Leaves a tensor or field out, and says why.</summary>
    public void PassOver(string name, string reason)
    {
        Assert.False(string.IsNullOrWhiteSpace(reason), $"{it}: {name} is passed over without a reason.");
        passedOver[name] = reason;
    }

    public void Finish()
    {
        var compared = comparisons.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var faults = comparisons.Select(c => c.Fault()).OfType<string>().ToList();
        faults.AddRange(it.OutNames.Where(n => !compared.Contains(n) && !passedOver.ContainsKey(n))
            .Select(n => $"{n} is neither compared nor passed over"));
        faults.AddRange(it.Unread.Where(n => !compared.Contains(n) && !passedOver.ContainsKey(n))
            .Select(n => $"field '{n}' is neither read, compared nor passed over"));
        faults.AddRange(passedOver.Keys.Where(compared.Contains).Select(n => $"{n} is compared and passed over"));
        if (faults.Count == 0)
        {
            faults.AddRange(comparisons.SelectMany(c => c.Unnoticed())
                .Select(place => $"a reference that is ten tolerances off would pass at {place}"));
        }

        Assert.True(comparisons.Count > 0, $"{it}: nothing was compared.");
        Assert.True(faults.Count == 0, $"{it}:\n  {string.Join("\n  ", faults)}");
    }

    private void Add(FixtureComparison comparison)
    {
        Assert.DoesNotContain(comparison.Name, comparisons.Select(c => c.Name));
        comparisons.Add(comparison);
    }

    // Ids and counts are exact unless a comparison says otherwise.
    private FixtureTolerance Usual(Tensor want) => want.is_floating_point() ? tolerance : FixtureTolerance.Exact;

    private static double[] Doubles(Tensor tensor)
    {
        using var plain = tensor.detach().cpu().to(ScalarType.Float64).contiguous();
        return plain.data<double>().ToArray();
    }
}
