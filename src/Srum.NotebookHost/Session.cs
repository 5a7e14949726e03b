using System.Diagnostics;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace Srum.NotebookHost;

/// <summary>One kernel, as the .NET Interactive tool sets it up, and the submissions it runs in their order.</summary>
internal sealed class Session(string folder, Report report)
{
    /// <summary>Runs until the end or the first failure.</summary>
    public async Task Run(IReadOnlyList<Submission> submissions)
    {
        using var kernel = new CompositeKernel { new CSharpKernel().UseKernelHelpers().UseWho().UseValueSharing() };
        kernel.DefaultKernelName = "csharp";
        kernel.UseImportMagicCommand();

        foreach (var (step, count, source) in submissions)
        {
            // #r lines and relative paths are resolved against the current directory, which a cell may have changed.
            Directory.SetCurrentDirectory(folder);
            if (!await Run(kernel, step, count, source))
            {
                return;
            }
        }
    }

    private async Task<bool> Run(CompositeKernel kernel, int step, int count, string source)
    {
        report.Begin(step);
        var clock = Stopwatch.StartNew();
        using var events = kernel.KernelEvents.Subscribe(new Listener(step, count, report));
        var result = await kernel.SendAsync(new SubmitCode(source));
        var failure = result.Events.OfType<CommandFailed>().LastOrDefault();
        if (failure is not null)
        {
            report.Output(step, Outputs.Error(failure));
        }

        report.End(step, clock.Elapsed, failed: failure is not null);
        return failure is null;
    }

    private sealed class Listener(int step, int count, Report report) : IObserver<KernelEvent>
    {
        public void OnNext(KernelEvent value)
        {
            switch (value)
            {
                case StandardOutputValueProduced text:
                    report.Output(step, Outputs.Stream("stdout", text));
                    break;
                case StandardErrorValueProduced text:
                    report.Output(step, Outputs.Stream("stderr", text));
                    break;
                case DiagnosticsProduced { FormattedDiagnostics.Count: > 0 } diagnostics:
                    report.Output(step, Outputs.Diagnostics(diagnostics));
                    break;
                case ReturnValueProduced shown:
                    report.Output(step, Outputs.Result(shown, count), shown.ValueId);
                    break;
                case DisplayedValueProduced or DisplayedValueUpdated:
                    var display = (DisplayEvent)value;
                    report.Output(step, Outputs.Display(display), display.ValueId);
                    break;
            }
        }

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
