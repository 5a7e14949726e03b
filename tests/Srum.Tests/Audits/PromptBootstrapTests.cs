using Srum.Audits;
using Srum.Evaluation;

namespace Srum.Tests.Audits;

public sealed class PromptBootstrapTests
{
    [Fact]
    public void The_error_of_a_mean_is_the_one_that_is_known()
    {
        var random = new SeededRandom(4);
        ScoredTruth[] items =
            [.. Enumerable.Range(0, 100).Select(i => new ScoredTruth($"{i}", random.NextNormal(), true))];
        var known = Estimate.Of([.. items.Select(item => item.Score)]);
        var found = PromptBootstrap.Of(items, drawn => drawn.Average(item => item.Score), resamples: 2000)!;
        Assert.Equal(known.Mean, found.Mean, 1e-12);
        Assert.InRange(found.StandardError / known.StandardError, 0.9, 1.1);
        Assert.Equal(100, found.Count);
    }

    [Fact]
    public void Copies_of_a_prompts_pictures_make_no_surer()
    {
        var random = new SeededRandom(4);
        ScoredTruth[] items =
            [.. Enumerable.Range(0, 40).Select(i => new ScoredTruth($"{i}", random.NextNormal(), true))];
        ScoredTruth[] copied = [.. Enumerable.Repeat(items, 5).SelectMany(copy => copy)];
        double? Mean(IReadOnlyList<ScoredTruth> drawn) => drawn.Average(item => item.Score);
        Assert.Equal(
            PromptBootstrap.Of(items, Mean)!.StandardError, PromptBootstrap.Of(copied, Mean)!.StandardError,
            tolerance: 1e-9);
    }

    [Fact]
    public void A_prompt_drawn_twice_counts_twice_within_prompts()
    {
        // Areas 1 and 0: the mean of two drawn prompts is 0, 0.5 or 1.
        ScoredTruth[] items = [new("a", 1, true), new("a", 0, false), new("b", 0, true), new("b", 1, false)];
        var found = PromptBootstrap.Of(items, Auc.WithinPrompts, resamples: 4000)!;
        Assert.Equal(0.5, found.Mean);
        Assert.Equal(Math.Sqrt(0.125), found.StandardError, tolerance: 0.02);
    }

    /// <summary>One prompt that tells something, among others that do not, is one prompt: without an error.</summary>
    [Fact]
    public void Prompts_that_tell_nothing_make_no_surer()
    {
        ScoredTruth[] items =
        [
            new("a", 1, true), new("a", 0, false),
            .. Enumerable.Range(0, 26).Select(i => new ScoredTruth($"{i / 2}", i % 2, true)),
        ];
        var found = PromptBootstrap.Of(Auc.Telling(items), Auc.WithinPrompts)!;
        Assert.Equal((1.0, 1, false), (found.Mean, found.Count, found.HasInterval));
        Assert.Null(PromptBootstrap.Of(Auc.Telling(items[2..]), Auc.WithinPrompts));
    }

    [Fact]
    public void What_the_pictures_do_not_tell_stays_unknown() =>
        Assert.Null(PromptBootstrap.Of([new("a", 1, true)], Auc.WithinPrompts));
}
