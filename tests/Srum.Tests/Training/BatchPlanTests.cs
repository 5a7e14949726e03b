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
            var plan = Plan(examples, settings, seed);
            foreach (var before in Enumerable.Range(0, step))
            {
                plan.Batch(before);
            }

            Assert.Equal(Plan(examples, settings, seed).Batch(step), plan.Batch(step));
        });

    [Fact]
    public void Every_epoch_passes_every_example_once() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 8], Gen.Long).Sample((examples, batch, seed) =>
        {
            var plan = Plan(examples, new TrainSettings { BatchSize = batch }, seed);
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
            var plan = Plan(10, new TrainSettings(), training);
            return Enumerable.Range(0, 100).SelectMany(step => plan.Batch(step)).Select(sample => sample.Seed);
        }).ToArray();
        seeds = [.. seeds, .. Enumerable.Range(0, 100).SelectMany(step => Plan(10, new TrainSettings(),
            new TrainingId("x", 0, Round: 1).RoundSeed).Batch(step)).Select(sample => sample.Seed)];
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.All(seeds, seed => Assert.True(seed >= 0));
    }

    [Fact]
    public void One_text_in_ten_is_dropped()
    {
        var plan = Plan(10, new TrainSettings(), 0);
        Assert.InRange(Enumerable.Range(0, 1000).SelectMany(step => plan.Batch(step))
            .Average(sample => sample.DropsText ? 1.0 : 0.0), 0.09, 0.11);
    }

    private static readonly Gen<(int[] Pictures, int Group, long Seed)> Groups = Gen.Select(
        Gen.Int[2, 9].Array[1, 6], Gen.Int[2, 4], Gen.Long).Where((pictures, group, _) => pictures.Max() >= group);

    [Fact]
    public void What_is_compared_are_other_pictures_of_one_prompt_under_the_same_noise() => Groups.Sample(it =>
    {
        var (prompts, plan) = Grouped(it.Pictures, it.Group, it.Seed);
        var samples = Enumerable.Range(0, 20).SelectMany(step => plan.Batch(step)).ToArray();
        Assert.All(samples.Chunk(it.Group), group =>
        {
            Assert.Equal(it.Group, group.Select(sample => sample.Example).Distinct().Count());
            Assert.Single(group.Select(sample => (prompts[sample.Example], sample.Seed, sample.DropsText)).Distinct());
        });
        Assert.Equal(samples.Length / it.Group, samples.Select(sample => sample.Seed).Distinct().Count());
    });

    [Fact]
    public void Every_epoch_deals_as_many_groups_as_there_are_pictures_for_and_others_than_before() =>
        Groups.Sample(it =>
        {
            var (prompts, plan) = Grouped(it.Pictures, it.Group, it.Seed);
            var wanted = it.Pictures.Sum(pictures => pictures / it.Group);
            var groups = Enumerable.Range(0, 6 * wanted).SelectMany(step => plan.Batch(step))
                .Select(sample => sample.Example).Chunk(it.Group).ToArray();
            Assert.All(groups.Chunk(wanted), epoch =>
            {
                var visited = epoch.SelectMany(group => group).ToArray();
                Assert.Equal(visited.Length, visited.Distinct().Count());
                Assert.Equal(
                    it.Pictures.Select((pictures, prompt) => pictures / it.Group * it.Group),
                    it.Pictures.Select((_, prompt) => visited.Count(example => prompts[example] == $"{prompt}")));
            });
        });

    [Fact]
    public void Groups_that_no_prompt_can_fill_are_refused()
    {
        var failure = Assert.Throws<SrumException>(() => Grouped([1, 2, 3], 4, 0));
        Assert.Contains("compares 4 pictures of a prompt", failure.Message);
        Assert.Contains("rollout.pictures", failure.Message);
    }

    // Prompts take turns, as in a rollout that is sorted otherwise.
    private static (string[] Prompts, BatchPlan Plan) Grouped(int[] pictures, int group, long seed)
    {
        string[] prompts =
        [
            .. Enumerable.Range(0, pictures.Max())
                .SelectMany(turn => Enumerable.Range(0, pictures.Length).Where(prompt => turn < pictures[prompt]))
                .Select(prompt => $"{prompt}"),
        ];
        var settings = new TrainSettings
        {
            Objective = new Preference { Group = group }, BatchSize = group, TextDropout = 0.5,
        };
        return (prompts, new BatchPlan(prompts, settings, seed));
    }

    // All of one prompt, which makes no difference where nothing is compared.
    private static BatchPlan Plan(int examples, TrainSettings settings, long seed) =>
        new([.. Enumerable.Repeat("a dog", examples)], settings, seed);
}
