using System.Diagnostics;
using System.Text;

namespace Srum.Tests.Cli;

/// <summary>
/// A program of ours in a process of its own. One that does not end in time is killed with all that it started, and its
/// test fails with what it wrote.
/// </summary>
internal sealed class CliProcess : IDisposable
{
    // Many times what any of them takes, on a slow and busy machine too.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly StringBuilder errors = new();

    private CliProcess(string program, string folder, string[] arguments)
    {
        process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>The command <c>srum</c>, as it was built with the tests.</summary>
    public static string Srum { get; } = Path.Combine(AppContext.BaseDirectory, "Srum.Cli.dll");

    public int Id => process.Id;

    /// <summary>Starts a program.</summary>
    /// <param name="program">The built program.</param>
    /// <param name="folder">Where it works.</param>
    /// <param name="arguments">Its arguments.</param>
    public static CliProcess Begin(string program, string folder, params string[] arguments) =>
        new(program, folder, arguments);

    /// <summary>Runs a program from its start to its end.</summary>
    /// <inheritdoc cref="Begin"/>
    public static (int Code, string Output, string Errors) Run(string program, string folder, params string[] arguments)
    {
        using var process = Begin(program, folder, arguments);
        return process.End();
    }

    /// <summary>Waits until it has written a line to stderr that begins so.</summary>
    public void WaitForError(string beginning)
    {
        for (var line = ""; !line.StartsWith(beginning, StringComparison.Ordinal); errors.AppendLine(line))
        {
            line = InTime(process.StandardError.ReadLineAsync())
                ?? throw new InvalidOperationException($"It ended by itself:\n{errors}");
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code, and all that it wrote.</returns>
    public (int Code, string Output, string Errors) End()
    {
        errors.Append(InTime(Rest()));
        return (process.ExitCode, output.Result, errors.ToString());
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private async Task<string> Rest()
    {
        var rest = await process.StandardError.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        await output.ConfigureAwait(false);
        return rest;
    }

    private T InTime<T>(Task<T> wanted)
    {
        if (!wanted.Wait(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"It was not done after {Limit.TotalMinutes} minutes:\n{output.Result}{errors}{wanted.Result}");
        }

        return wanted.Result;
    }
}
