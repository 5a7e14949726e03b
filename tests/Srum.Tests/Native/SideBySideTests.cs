using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Native;

public sealed class SideBySideTests
{
    [Fact]
    public void What_comes_of_parts_stands_in_their_order()
    {
        var done = SideBySide.Of(Enumerable.Range(0, 50).ToArray(), (part, place) =>
        {
            Thread.Sleep(part % 3);
            return (part, place);
        });

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (i, i)), done);
    }

    [Fact]
    public void Parts_are_equal_neighbours_and_no_smaller_than_is_worth_it()
    {
        var parts = SideBySide.Parts(Enumerable.Range(0, 64).ToArray(), CPU, least: 8, most: 2);

        Assert.Equal(Math.Min(2, get_num_threads()), parts.Count);
        Assert.Equal(Enumerable.Range(0, 64), parts.SelectMany(part => part));
        Assert.Single(SideBySide.Parts(Enumerable.Range(0, 15).ToArray(), CPU, least: 8));
        Assert.Single(SideBySide.Parts(Enumerable.Range(0, 64).ToArray(), new Device(DeviceType.CUDA), least: 8));
        Assert.Empty(SideBySide.Parts(Array.Empty<int>(), CPU, least: 8));
    }

    [Fact]
    public void Threads_are_shared_out_and_the_callers_stay()
    {
        var all = get_num_threads();

        var each = SideBySide.Of([0, 1], (_, _) =>
        {
            // What torch does at a thread's first operation must not undo it.
            using var product = ones(64, 64).mm(ones(64, 64));
            return get_num_threads();
        });

        Assert.All(each, threads => Assert.Equal(Math.Max(1, all / Math.Min(4, all)), threads));
        Assert.Equal(all, get_num_threads());
        Assert.Equal(all, Fresh(get_num_threads));
    }

    [Fact]
    public void A_part_of_a_part_is_computed_where_it_is()
    {
        var nested = SideBySide.Of([0, 1], (_, _) =>
            SideBySide.Of([0, 1], (_, _) => Environment.CurrentManagedThreadId).Distinct().Single());

        Assert.Equal(2, nested.Count);
        Assert.All(SideBySide.Of([0, 1], (_, _) => SideBySide.Parts(new int[64], CPU, least: 8).Count),
            count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_fault_is_thrown_as_it_is_once_all_have_ended()
    {
        var ended = 0;

        var fault = Assert.Throws<SrumException>(() => SideBySide.Of([0, 1, 2], (part, _) =>
        {
            if (part == 0)
            {
                throw new SrumException("this one");
            }

            Thread.Sleep(50);
            return Interlocked.Increment(ref ended);
        }));

        Assert.Equal("this one", fault.Message);
        Assert.Equal(2, ended);
    }

    [Fact]
    public void Two_halves_give_the_gradients_of_the_whole_in_the_same_bits_each_time()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var weight = randn([64, 64], generator: generator).requires_grad_();
        var rows = randn([512, 64], generator: generator);

        float[] Halves()
        {
            weight.grad = null;
            SideBySide.Of(rows.chunk(2, 0), (half, _) =>
            {
                using var inner = NewDisposeScope();
                half.mm(weight).tanh().sum().backward();
                return 0;
            });
            return weight.grad!.data<float>().ToArray();
        }

        var first = Halves();
        weight.grad = null;
        rows.mm(weight).tanh().sum().backward();

        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(first, Halves()));
        var whole = weight.grad!.data<float>().ToArray();
        Assert.All(first.Zip(whole), pair => Assert.Equal(pair.Second, pair.First, 3e-4));
    }

    private static T Fresh<T>(Func<T> compute)
    {
        T? found = default;
        var thread = new Thread(() => found = compute());
        thread.Start();
        thread.Join();
        return found!;
    }
}
