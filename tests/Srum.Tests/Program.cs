using System.Diagnostics.CodeAnalysis;
using Srum.Native;
using Srum.Tests.Rounds;

namespace Srum.Tests;

/// <summary>The tests, or the child process that the kill tests start and kill.</summary>
[ExcludeFromCodeCoverage]
internal static class Program
{
    private static int Main(string[] arguments)
    {
        // Tests that begin with a tensor of their own need torch before the first of Srum's types loads it.
        _ = TorchNatives.Problem;
        return Run(arguments);
    }

    private static int Run(string[] arguments) => arguments switch
    {
        [RoundChild.Verb, .. var rest] => RoundChild.Run(rest),
        _ when arguments.Any(argument => argument is "--server" or "--internal-msbuild-node") =>
            Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(
                arguments,
                SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult(),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments).GetAwaiter().GetResult(),
    };
}
