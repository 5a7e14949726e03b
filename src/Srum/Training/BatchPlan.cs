namespace Srum.Training;

/// <summary>
/// Which examples meet in which step, and with which seeds: a function of the training's seed, step and index alone, so
/// that a step can be done again after a kill. Every epoch passes all examples once, in an order of its own.
/// </summary>
internal sealed class BatchPlan(int examples, TrainSettings settings, long seed)
{
    private (long Epoch, int[] Order) current = (-1, []);

    public IReadOnlyList<PlannedSample> Batch(long step) => [.. Enumerable.Range(0, settings.BatchSize).Select(index =>
    {
        var place = (step * settings.BatchSize) + index;
        var example = OrderOf(place / examples)[place % examples];
        var dropsText = new SeededRandom(Mixed(2, step, index)).Chance(settings.TextDropout);
        return new PlannedSample(example, Mixed(1, step, index), dropsText);
    })];

    private int[] OrderOf(long epoch)
    {
        if (current.Epoch != epoch)
        {
            current = (epoch, new SeededRandom(Mixed(0, epoch, 0)).Shuffle(Enumerable.Range(0, examples)));
        }

        return current.Order;
    }

    // Each number passes through the generator's mixing before the next comes in; the first keeps purposes apart.
    private long Mixed(long purpose, long first, long second)
    {
        var mixed = seed;
        foreach (var part in (long[])[purpose, first, second])
        {
            mixed = unchecked((long)new SeededRandom(mixed ^ part).NextBits());
        }

        return mixed & long.MaxValue;
    }
}
