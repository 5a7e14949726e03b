using Srum.Models;
using Srum.Native;
using TorchSharp;

namespace Srum.Numbers;

/// <summary>What computed a result: numbers can be looked into later by who knows the machine.</summary>
/// <param name="Processor">See <see cref="Processor.Name"/>.</param>
/// <param name="Features">See <see cref="Processor.Features"/>.</param>
/// <param name="Threads">torch's threads.</param>
/// <param name="Libtorch">Version of libtorch.</param>
/// <param name="CheckSeconds">Seconds that comparing kernels took.</param>
/// <param name="Kernels">
/// The kernels of products that had a choice; products of a few rows have none, and torch's plain one.
/// </param>
public sealed record MachineUse(
    string Processor, IReadOnlyList<string> Features, int Threads, string Libtorch, double CheckSeconds,
    IReadOnlyList<KernelUse> Kernels)
{
    /// <summary>This process on this machine, by what it has computed up to now.</summary>
    public static MachineUse Now() => new(
        Native.Processor.Name, Native.Processor.Features, torch.get_num_threads(), torch.__version__,
        Math.Round(Linear.Checking.TotalSeconds, 2), Linear.Uses);
}
