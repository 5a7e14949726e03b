using System.Diagnostics;
using Srum.Imaging;
using Srum.Maps;
using Srum.Models;
using Srum.Training;
using TorchSharp;

namespace Srum.Tests.Training;

/// <summary>
/// What long trainings must not do: fill the memory, or lose a number to the garbage collector in a native call.
/// </summary>
[Collection(nameof(Alone))]
public sealed class TrainerMemoryTests
{
    [Theory(Explicit = true), Trait("Category", "Memory")]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_is_flat_over_a_thousand_steps_of_a_BAGEL(bool bounded)
    {
        using var model = UnifiedModel.Open(Path.Combine(DataFolder.Path, "model"));
        var tensors = new List<long>();
        var bytes = new List<long>();
        Train(model, 1_000, 32, step =>
        {
            if (step % 100 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                tensors.Add(torch.Tensor.TotalCount);
                using var own = Process.GetCurrentProcess();
                bytes.Add(own.WorkingSet64);
            }
        }, bounded: bounded);
        Assert.Single(tensors.Distinct());
        // Between step 300, when every buffer has its size, and the end; the allocator may keep a little.
        Assert.InRange(bytes[^1] - bytes[2], long.MinValue, 48L << 20);
    }

    [Fact]
    public void Two_thousand_steps_under_forced_collections_stay_sound() => TrainUnderPressure(2_000);

    [Fact]
    public void A_thousand_bounded_steps_under_forced_collections_stay_sound() =>
        TrainUnderPressure(1_000, bounded: true);

    [Fact(Explicit = true), Trait("Category", "Memory")]
    public void Twenty_thousand_steps_under_forced_collections_stay_sound() => TrainUnderPressure(20_000);

    private static void TrainUnderPressure(int steps, bool bounded = false)
    {
        using var stop = new CancellationTokenSource();
        // Another thread collects all the time: a temporary that only a native call still needs would be freed in it.
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _ = new byte[1 << 16];
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
                Thread.Sleep(1);
            }
        });
        collector.Start();
        try
        {
            using var model = new ToyModel();
            var losses = new List<double>();
            Train(model, steps, 32, _ => { }, losses, bounded);
            Assert.Equal(steps, losses.Count);
            Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    private static void Train(IUnifiedModel model, int steps, int side, Action<long> report,
        List<double>? losses = null, bool bounded = false)
    {
        var examples = Enumerable.Range(0, 4).Select(i => new TrainExample(
            $"{i}",
            $"thing {i}",
            () => new Picture(
                side, side, [.. Enumerable.Range(0, side * side * 3).Select(at => (byte)((at * (i + 3)) % 251))]),
            new DualReward([new ScoredRegion(new PixelBox(0, 0, side / 2, side / 2), 0.5)], 0.5))).ToArray();
        var settings = new TrainSettings
        {
            Objective = bounded ? new Bounded()
                : new Weighted(), Steps = steps, BatchSize = 2, LearningRate = 1e-4, WarmUpSteps = 10,
        };
        using var trainer = new Trainer(model, examples, settings);
        trainer.Run(report: step =>
        {
            losses?.Add(step.Loss);
            report(step.Step);
        });
    }
}
