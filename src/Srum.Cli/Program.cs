using Srum.Cli;

using var stop = new CancellationTokenSource();

// The first Ctrl-C asks politely; a second one is left to the system, which ends the process.
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

return CommandLine.Run(args, Console.Error, stop.Token);
