using CsCheck;
using Srum.Training;

namespace Srum.Tests.Training;

public sealed class BatchPlanTests
{
    [Fact]
    public void A_step_is_the_same_whatever_was_planned_before() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 8], Gen.Long, Gen.Int[0, 50]).Sample((examples, batch, seed, step) =>
        {
            var settings = new TrainSettings { BatchSize = batch };
            var plan = new BatchPlan(examples, settings, seed);
            foreach (var before in Enumerable.Range(0, step))
            {
                plan.Batch(before);
            }

            Assert.Equal(new BatchPlan(examples, settings, seed).Batch(step), plan.Batch(step));
        });

    [Fact]
    public void Every_epoch_passes_every_example_once() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 8], Gen.Long).Sample((examples, batch, seed) =>
        {
            var plan = new BatchPlan(examples, new TrainSettings { BatchSize = batch }, seed);
            var visits = Enumerable.Range(0, examples).SelectMany(step => plan.Batch(step))
                .Select(sample => sample.Example)
                .ToArray();
            Assert.All(visits.Chunk(examples), epoch => Assert.Equal(Enumerable.Range(0, examples), epoch.Order()));
        });

    [Fact]
    public void Seeds_differ_between_steps_samples_and_trainings()
    {
        var seeds = Enumerable.Range(0, 5).SelectMany(training =>
        {
            var plan = new BatchPlan(10, new TrainSettings(), training);
            return Enumerable.Range(0, 100).SelectMany(step => plan.Batch(step)).Select(sample => sample.Seed);
        }).ToArray();
        seeds = [.. seeds, .. Enumerable.Range(0, 100).SelectMany(step => new BatchPlan(10, new TrainSettings(),
            new TrainingId("x", 0, Round: 1).RoundSeed).Batch(step)).Select(sample => sample.Seed)];
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.All(seeds, seed => Assert.True(seed >= 0));
    }

    [Fact]
    public void One_text_in_ten_is_dropped()
    {
        var plan = new BatchPlan(10, new TrainSettings(), 0);
        Assert.InRange(Enumerable.Range(0, 1000).SelectMany(step => plan.Batch(step))
            .Average(sample => sample.DropsText ? 1.0 : 0.0), 0.09, 0.11);
    }
}
