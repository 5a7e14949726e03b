using CsCheck;
using Srum.Audits;

namespace Srum.Tests.Audits;

public sealed class AucTests
{
    private static readonly Gen<ScoredTruth[]> Items = Gen.Select(Gen.Int[0, 3], Gen.Int[-3, 3], Gen.Bool)
        .Select((prompt, score, right) => new ScoredTruth($"p{prompt}", score, right))
        .Array[2, 40];

    [Fact]
    public void Equals_the_count_over_all_pairs() => Items.Sample(items =>
    {
        var pairs = (from r in items where r.Right from w in items where !w.Right select Wins(r, w)).ToArray();
        Assert.Equal(pairs.Length == 0 ? null : Math.Round(pairs.Average(), 9), Rounded(Auc.Pooled(items)));
    });

    [Fact]
    public void Within_prompts_is_the_mean_of_the_prompts_own() => Items.Sample(items =>
    {
        var areas = items.GroupBy(item => item.Prompt).Select(group => Auc.Pooled([.. group])).OfType<double>()
            .ToArray();
        Assert.Equal(areas.Length == 0 ? null : Math.Round(areas.Average(), 9), Rounded(Auc.WithinPrompts(items)));
    });

    [Fact]
    public void A_rising_function_of_the_scores_changes_nothing() => Items.Sample(items =>
        Assert.Equal(
            Rounded(Auc.Pooled(items)),
            Rounded(Auc.Pooled([.. items.Select(item => item with { Score = Math.Exp(item.Score) })]))));

    [Fact]
    public void Opposite_scores_give_the_rest_of_one() => Items.Sample(items =>
        Assert.Equal(
            Rounded(1 - Auc.Pooled(items)),
            Rounded(Auc.Pooled([.. items.Select(item => item with { Score = -item.Score })]))));

    [Fact]
    public void Easy_prompts_help_the_pooled_area_alone()
    {
        ScoredTruth[] items = [new("easy", 9, true), new("easy", 8, true), new("hard", 2, false), new("hard", 1, true)];
        Assert.Equal(2 / 3.0, Auc.Pooled(items)!.Value, 1e-12);
        Assert.Equal(0, Auc.WithinPrompts(items));
    }

    [Fact]
    public void Only_prompts_with_both_kinds_tell_something_within_prompts() => Items.Sample(items =>
    {
        var telling = Auc.Telling(items);
        Assert.Equal(Rounded(Auc.WithinPrompts(items)), Rounded(Auc.WithinPrompts(telling)));
        Assert.All(telling.GroupBy(item => item.Prompt), prompt => Assert.NotNull(Auc.Pooled([.. prompt])));
    });

    [Fact]
    public void Many_pictures_are_counted_beyond_the_range_of_an_int()
    {
        ScoredTruth[] items = [.. Enumerable.Range(0, 70_000).Select(i => new ScoredTruth("p", i, i > 0))];
        Assert.Equal(1, Auc.Pooled(items)!.Value, 1e-9);
    }

    [Fact]
    public void One_kind_alone_has_no_area()
    {
        Assert.Null(Auc.Pooled([new("p", 1, true), new("q", 2, true)]));
        Assert.Null(Auc.WithinPrompts([new("p", 1, true), new("q", 2, false)]));
    }

    private static double Wins(ScoredTruth right, ScoredTruth wrong) =>
        right.Score > wrong.Score ? 1 : right.Score == wrong.Score ? 0.5 : 0;

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 9) : null;
}
