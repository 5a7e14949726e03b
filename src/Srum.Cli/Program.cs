using System.Runtime.InteropServices;
using System.Text;
using Srum.Cli;

if (OperatingSystem.IsWindows())
{
    // A console there writes in an old code page, which has no − and no λ. A byte order mark would begin every file
    // that a result is led into.
    Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
}

using var stop = new CancellationTokenSource();

// The first Ctrl-C asks politely; a second one is left to the system, which ends the process. A scheduler that wants
// its machine back says the same with SIGTERM, some to the process and to its group: twice at once. So SIGTERM always
// asks; whoever has waited enough has SIGKILL.
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});

return CommandLine.Run(args, Console.Error, stop.Token);
