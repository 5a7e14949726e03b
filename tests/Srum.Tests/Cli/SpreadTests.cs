using Srum.Cli;

namespace Srum.Tests.Cli;

public sealed class SpreadTests
{
    [Theory]
    [InlineData(3, new[] { 0, 3, 6 })]
    [InlineData(1, new[] { 0 })]
    [InlineData(10, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(11, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(null, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public void So_many_of_the_whole_are_taken_evenly(int? count, int[] taken) =>
        Assert.Equal(taken, Spread.Over([.. Enumerable.Range(0, 10)], count));
}
