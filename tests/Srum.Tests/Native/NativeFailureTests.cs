using System.ComponentModel;
using System.Runtime.InteropServices;
using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Tests.Native;

public class NativeFailureTests
{
    [Fact]
    public void A_failure_of_libtorch_is_one_line_without_its_frames()
    {
        using var scope = NewDisposeScope();
        var failure = Record.Exception(() => ones(2, 3).reshape(5))!;
        Assert.Contains("frame #", failure.Message);
        var words = NativeFailure.Words(failure)!;
        Assert.DoesNotContain('\n', words);
        Assert.DoesNotContain("frame #", words);
        Assert.Contains("shape '[5]' is invalid", words);
        Assert.Equal(words, NativeFailure.Words(new InvalidOperationException("wrapped", failure)));
    }

    [Theory]
    [InlineData("[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried "
        + "to allocate 9 bytes.\nframe #0: x")]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB.\nException raised from malloc")]
    public void Too_little_memory_is_called_that_with_a_remedy(string message)
    {
        var words = NativeFailure.Words(new ExternalException(message))!;
        Assert.StartsWith("There is not enough memory", words);
        Assert.All(
            (string[])["(--batch;", "rollout.draw.batchSize", "train.passSize", "answerBatchSize in srum_config.json"],
            remedy => Assert.Contains(remedy, words));
        Assert.DoesNotContain('\n', words);
    }

    [Fact]
    public void Other_failures_are_not_libtorchs()
    {
        Assert.Null(NativeFailure.Words(new IOException("no")));
        Assert.Null(NativeFailure.Words(new Win32Exception(2)));
    }
}
