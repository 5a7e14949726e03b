using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Srum.Benchmarks;

/// <summary>A Python that runs <c>beside-authors.py</c>: it is told what to do, and tells how long it took.</summary>
internal sealed class AuthorsProcess : IDisposable
{
    private readonly Process process;

    private AuthorsProcess(Process process) => this.process = process;

    /// <summary>Starts it and waits until the authors' model is open.</summary>
    /// <param name="python">The Python.</param>
    /// <param name="arguments">The script and its arguments.</param>
    /// <param name="skipped">What is missing, where nothing was started.</param>
    /// <returns>The process; null where something is missing.</returns>
    /// <exception cref="SrumException">Their code failed; what it wrote stands on the standard error.</exception>
    public static AuthorsProcess? Start(string python, IReadOnlyList<string> arguments, out string? skipped)
    {
        var start = new ProcessStartInfo(python, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        // As this program's own threads: by default waiting ones spin so long that they starve each other beside other
        // work on the machine.
        start.Environment.TryAdd("GOMP_SPINCOUNT", "2000");
        try
        {
            var own = new AuthorsProcess(Process.Start(start)!);
            var said = own.Said();
            skipped = said.StartsWith("skip: ", StringComparison.Ordinal) ? said["skip: ".Length..] : null;
            if (skipped is null)
            {
                return own;
            }

            own.Dispose();
        }
        catch (Win32Exception fault)
        {
            skipped = $"{python} cannot be started ({fault.Message})";
        }

        return null;
    }

    /// <summary>Does a piece of work, by its name, and gives the seconds that it took.</summary>
    public double Seconds(string work)
    {
        process.StandardInput.WriteLine(work);
        return double.Parse(Said(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        // It ends with its input.
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private string Said() => process.StandardOutput.ReadLine()
        ?? throw new SrumException("The authors' code failed; what it wrote stands above.");
}
