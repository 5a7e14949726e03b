using System.Text.Json;
using Xunit.Sdk;

namespace Srum.Tests.Fixtures;

/// <summary>The harness itself: whatever is wrong or left out in a case must make its test fail.</summary>
public sealed class FixtureCheckTests
{
    private static readonly JsonElement Want =
        JsonDocument.Parse("""{"ids": [3, 4], "text": "a", "score": 0.5, "none": null}""").RootElement;

    [Theory]
    [InlineData("""{"ids": [3, 4], "text": "a", "score": 0.5, "none": null}""", true)]
    [InlineData("""{"ids": [3, 4], "text": "a", "score": 0.50009, "none": null}""", true)]
    [InlineData("""{"ids": [3, 4], "text": "a", "score": 0.5002, "none": null}""", false)]
    [InlineData("""{"ids": [3, 4], "text": "b", "score": 0.5, "none": null}""", false)]
    [InlineData("""{"ids": [3], "text": "a", "score": 0.5, "none": null}""", false)]
    [InlineData("""{"ids": [3, 5], "text": "a", "score": 0.5, "none": null}""", false)]
    [InlineData("""{"ids": [3, 4], "text": "a", "score": 0.5}""", false)]
    [InlineData("""{"ids": [3, 4], "text": "a", "score": 0.5, "none": null, "more": 1}""", false)]
    public void Json_agrees_only_when_every_field_does(string got, bool agrees)
    {
        var comparison = new JsonComparison(
            "it", JsonDocument.Parse(got).RootElement, Want, new FixtureTolerance(1e-4));
        Assert.Equal(agrees, comparison.Fault() is null);
        if (agrees)
        {
            Assert.Empty(comparison.Unnoticed());
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Numbers_agree_within_their_tolerance(double off, bool agrees)
    {
        var comparison = new NumbersComparison("it", [1, 2 + off, 3], [3], [1, 2, 3], [3], new FixtureTolerance(2));
        Assert.Equal(agrees, comparison.Fault() is null);
    }

    [Fact]
    public void Numbers_of_another_shape_differ() =>
        Assert.NotNull(new NumbersComparison("it", [1, 2], [2], [1, 2], [1, 2], FixtureTolerance.Exact).Fault());

    [Fact]
    public void Not_a_number_equals_only_itself()
    {
        Assert.NotNull(new NumbersComparison("it", [double.NaN], [1], [1], [1], new FixtureTolerance(1)).Fault());
        Assert.NotNull(new NumbersComparison("it", [1], [1], [double.NaN], [1], new FixtureTolerance(1)).Fault());
        Assert.Null(new NumbersComparison("it", [double.NaN], [1], [double.NaN], [1], new FixtureTolerance(1)).Fault());
    }

    [Fact]
    public void Averages_and_shares_are_held()
    {
        Assert.NotNull(
            new NumbersComparison("it", [1, 1, 1, 1], [4], [0, 0, 1, 1], [4], new FixtureTolerance(2, Mean: 0.4))
                .Fault());
        Assert.NotNull(
            new NumbersComparison("it", [1, 1, 1, 1], [4], [0, 0, 1, 1], [4], new FixtureTolerance(2, ShareOff: 0.4))
                .Fault());
        Assert.Null(new NumbersComparison(
            "it", [1, 1, 1, 1], [4], [0, 1, 1, 1], [4], new FixtureTolerance(2, Mean: 0.4, ShareOff: 0.4)).Fault());
    }

    [Fact]
    public void A_case_fails_for_each_tensor_that_is_disturbed_or_left_out()
    {
        var name = FixtureRoot.CaseNames("tables").Take(1).ToArray();
        foreach (var one in name)
        {
            using var it = new FixtureCase("tables", one);
            Finish(it, disturbed: null, omitted: null);
            foreach (var tensor in it.OutNames)
            {
                Assert.Throws<TrueException>(() => Finish(it, disturbed: tensor, omitted: null));
                Assert.Throws<TrueException>(() => Finish(it, disturbed: null, omitted: tensor));
            }
        }
    }

    [Fact]
    public void A_field_that_is_not_looked_at_fails()
    {
        foreach (var one in FixtureRoot.CaseNames("tables").Take(1))
        {
            using var it = new FixtureCase("tables", one);
            var check = new FixtureCheck(it);
            foreach (var tensor in it.OutNames)
            {
                using var want = it.Tensor(tensor);
                check.Tensor(tensor, want);
            }

            Assert.Throws<TrueException>(check.Finish);
        }
    }

    private static void Finish(FixtureCase it, string? disturbed, string? omitted)
    {
        var check = new FixtureCheck(it);
        it.Read([.. it.Unread]);
        foreach (var name in it.OutNames.Where(n => n != omitted))
        {
            using var want = it.Tensor(name);
            var numbers = want.to(TorchSharp.torch.ScalarType.Float64).data<double>().ToArray();
            if (name == disturbed)
            {
                numbers[^1] = FixtureTolerance.From(it.Tolerance).Disturb(numbers[^1]);
            }

            check.Numbers(name, numbers, want.shape);
        }

        check.Finish();
    }
}
