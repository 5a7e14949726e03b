using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Srum.Notebooks;

/// <summary>
/// One process of <c>Srum.NotebookHost</c> for one notebook: whatever its cells do to themselves ends with it.
/// </summary>
internal sealed class HostProcess
{
    private readonly StepOutputs outputs = new();
    private readonly StringBuilder console = new();
    private readonly Dictionary<int, (double Seconds, bool Failed)> ended = [];

    /// <summary>The step that was begun last; −1 before the first.</summary>
    public int Step { get; private set; } = -1;

    public HostEnd End { get; private set; }

    public int ExitCode { get; private set; }

    /// <summary>The most memory the process held, in bytes, as far as it told.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>What native code wrote past the kernel: where a crash says why.</summary>
    public string Console
    {
        get
        {
            lock (console)
            {
                return console.ToString();
            }
        }
    }

    /// <summary>What a step gave; null when it was never begun.</summary>
    public CellResult? Result(int step, HostStep of) =>
        step > Step
            ? null
            : new CellResult(of.Count, outputs[step], Ended(step)?.Seconds, Ended(step)?.Failed ?? true);

    /// <summary>Runs the steps to their end, the first failure, or the time's.</summary>
    /// <param name="folder">The current directory of every step.</param>
    /// <param name="steps">What to run, in this order.</param>
    /// <param name="timeOut">The time for all of them, the start included.</param>
    /// <param name="cancel">Ends the process.</param>
    /// <exception cref="SrumException">The host is not built, or cannot be started.</exception>
    public static async Task<HostProcess> Run(
        string folder, IReadOnlyList<HostStep> steps, TimeSpan timeOut, CancellationToken cancel)
    {
        var host = new HostProcess();
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        using var process = Start(folder, pipe.GetClientHandleAsString());
        pipe.DisposeLocalCopyOfClientHandle();
        var report = Task.Run(() => host.Read(pipe), CancellationToken.None);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(timeOut);
        try
        {
            process.OutputDataReceived += (_, line) => host.Print(line.Data);
            process.ErrorDataReceived += (_, line) => host.Print(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            await Send(process, steps);
            await process.WaitForExitAsync(time.Token);
            host.ExitCode = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            host.End = HostEnd.TimedOut;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        // A process that a cell started may hold the pipe open: what was told by now is all there is.
        await Task.WhenAny(report, Task.Delay(TimeSpan.FromSeconds(2), cancel));
        // Ctrl-C ends the process too: what that left is no run that may replace a whole one.
        cancel.ThrowIfCancellationRequested();
        if (host.End == HostEnd.Done && (host.ExitCode != 0 || (steps.Count > 0 && host.Ended(host.Step) is null)))
        {
            host.End = HostEnd.Crashed;
        }

        return host;
    }

    private static Process Start(string folder, string pipe)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Repository.Find("artifacts", "host", "Srum.NotebookHost.dll"), folder, pipe },
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new SrumException(
                $"The notebook host could not be started: {missing.Message} Is the .NET 10 SDK's 'dotnet' on the PATH?",
                missing);
        }
    }

    private static async Task Send(Process process, IReadOnlyList<HostStep> steps)
    {
        var submissions = steps.Select((step, index) => new { Step = index, step.Count, step.Source });
        try
        {
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(submissions, JsonSerializerOptions.Web));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read: its exit code tells.
        }
    }

    private (double Seconds, bool Failed)? Ended(int step) => ended.TryGetValue(step, out var end) ? end : null;

    private void Print(string? line)
    {
        lock (console)
        {
            if (line is not null && console.Length < 10_000)
            {
                console.AppendLine(line);
            }
        }
    }

    private void Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var told = (JsonObject)JsonNode.Parse(line)!;
            var step = (int)told["step"]!;
            if (told.ContainsKey("begin"))
            {
                Step = step;
            }
            else if (told["output"] is JsonObject output)
            {
                told.Remove("output");
                outputs.Add(step, output, (string?)told["identity"]);
            }
            else
            {
                ended[step] = ((double)told["seconds"]!, (bool)told["failed"]!);
                PeakBytes = Math.Max(PeakBytes, (long)told["peakBytes"]!);
            }
        }
    }
}
