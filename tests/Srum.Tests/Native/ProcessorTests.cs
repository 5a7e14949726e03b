using System.Runtime.InteropServices;
using Srum.Native;

namespace Srum.Tests.Native;

public sealed class ProcessorTests
{
    [Fact]
    public void What_the_processor_says_itself_the_system_lists_too()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64,
            "The system's list is known for Linux on x64.");
        Assert.All(
            Processor.Usable().Where(found => found.Has), found => Assert.Contains(found.Name, Processor.Features));
    }
}
