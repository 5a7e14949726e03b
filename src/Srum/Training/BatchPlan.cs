namespace Srum.Training;

/// <summary>
/// Which examples meet in which step, and with which seeds: a function of the training's seed, step and index alone, so
/// that a step can be done again after a kill. Every epoch passes all examples once, in an order of its own. Where an
/// objective compares pictures of a prompt, each epoch deals them into groups, whose members are neighbours and share
/// one seed; those that fill no group wait for another epoch.
/// </summary>
internal sealed class BatchPlan
{
    private readonly int[][] prompts;
    private readonly TrainSettings settings;
    private readonly long seed;
    private readonly int groups;
    private (long Epoch, int[][] Order) current = (-1, []);

    /// <param name="prompts">The prompt of each example.</param>
    /// <param name="settings">Batch size, text dropout and what the objective asks for.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <exception cref="SrumException">No prompt has pictures enough for a group.</exception>
    public BatchPlan(IReadOnlyList<string> prompts, TrainSettings settings, long seed)
    {
        (this.settings, this.seed) = (settings, seed);
        this.prompts =
            [.. Enumerable.Range(0, prompts.Count).GroupBy(i => prompts[i], (_, examples) => examples.ToArray())];
        groups = this.prompts.Sum(examples => examples.Length / Size);
        if (groups == 0)
        {
            throw new SrumException(
                $"This training compares {Size} pictures of a prompt, and no prompt has as many that are judged. "
                + "Draw more of each (rollout.pictures), or compare fewer (train.objective.group).");
        }
    }

    private int Size => settings.Objective.GroupSize;

    /// <summary>The samples of a step.</summary>
    /// <param name="step">From 0.</param>
    public IReadOnlyList<PlannedSample> Batch(long step)
    {
        var count = settings.BatchSize / Size;
        return
        [
            .. Enumerable.Range(0, count).SelectMany(index =>
            {
                var place = (step * count) + index;
                var dropsText = new SeededRandom(Mixed(2, step, index)).Chance(settings.TextDropout);
                var noise = Mixed(1, step, index);
                return OrderOf(place / groups)[place % groups]
                    .Select(example => new PlannedSample(example, noise, dropsText));
            }),
        ];
    }

    private int[][] OrderOf(long epoch)
    {
        if (current.Epoch != epoch)
        {
            var random = new SeededRandom(Mixed(0, epoch, 0));
            current = (epoch, random.Shuffle(Dealt(random)));
        }

        return current.Order;
    }

    private IEnumerable<int[]> Dealt(SeededRandom random) => Size == 1
        ? Enumerable.Range(0, groups).Select(example => new[] { example })
        : prompts.SelectMany(examples => random.Shuffle(examples).Chunk(Size).Where(group => group.Length == Size));

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
