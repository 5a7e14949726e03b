using Srum.Imaging;
using Srum.Maps;
using Srum.Models;
using Srum.Training;

namespace Srum.Tests.Training;

/// <summary>Token weights of examples, as the halves of a step ask for them.</summary>
public sealed class ExampleWeightsTests
{
    [Fact]
    public void Threads_that_ask_at_the_same_time_get_what_one_gets()
    {
        var grid = new TokenGrid(2, 2);
        var picture = new Picture(16, 16, new byte[16 * 16 * 3]);
        TrainExample[] examples =
        [
            .. Enumerable.Range(0, 2000).Select(i => new TrainExample(
                $"{i}", "a red circle", () => picture,
                new DualReward([new(new PixelBox(0, 0, 8, 8), (i % 21 / 10.0) - 1)], 0.5))),
        ];
        var alone = new ExampleWeights(examples, new Weighted());
        var shared = new ExampleWeights(examples, new Weighted());
        var found = new float[examples.Length][];
        var threads = Enumerable.Range(0, 4).Select(first => new Thread(() =>
        {
            for (var i = first; i < examples.Length; i += 4)
            {
                found[i] = shared.Tokens(i, grid);
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(found.Index(), item => Assert.Equal(alone.Tokens(item.Index, grid), item.Item));
    }
}
