using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Srum.Notebooks.Checks;

namespace Srum.Notebooks;

/// <summary>One run of one notebook in the real kernel.</summary>
/// <param name="Notebook">What was run.</param>
/// <param name="Results">What each code cell that was begun gave, by its number.</param>
/// <param name="Problem">One line that names the notebook, the cell and what went wrong; null = every cell ran.</param>
/// <param name="Took">The time for all of it, the start of the process included.</param>
/// <param name="PeakBytes">The most memory that the process held, as far as it told.</param>
internal sealed record NotebookRun(
    Notebook Notebook, IReadOnlyDictionary<int, CellResult> Results, string? Problem, TimeSpan Took, long PeakBytes)
{
    /// <summary>
    /// The line that a run with <see cref="RunSettings.Quick"/> changes, in memory, in the cell tagged
    /// <c>parameters</c>.
    /// </summary>
    internal const string QuickLine = "var quick = false;";

    /// <summary>Runs a notebook in a process of its own.</summary>
    /// <exception cref="SrumException">The host is not built, or cannot be started.</exception>
    public static async Task<NotebookRun> Execute(Notebook notebook, RunSettings settings, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var steps = Steps(notebook, settings);
        var host = await HostProcess.Run(notebook.Folder, steps, settings.TimeOut, cancel);
        var results = new Dictionary<int, CellResult>();
        string? problem = null;
        for (var i = 0; i < steps.Count && host.Result(i, steps[i]) is { } result; i++)
        {
            if (result.Failed)
            {
                result = result.Seconds is null ? Cut(result, host, settings) : result;
                problem ??= OneLine($"{notebook.Name}, {Place(steps[i])}: {Reason(result)}");
            }
            else if (steps[i].Exercise is not null && IsDenied(result))
            {
                problem ??= OneLine($"{notebook.Name}, {Place(steps[i])}: its last line, which says whether what it "
                    + "claims holds, shows False. Mend the claim or the code.");
            }

            if (steps[i].Kept || result.Failed)
            {
                results[steps[i].Cell] = result;
            }
        }

        if (problem is null && host.End != HostEnd.Done)
        {
            problem = OneLine(
                $"{notebook.Name}, cell {notebook.CodeCells.First().Number}: not begun; {End(host, settings)}");
        }

        return new NotebookRun(notebook, results, problem, clock.Elapsed, host.PeakBytes);
    }

    /// <summary>
    /// What is sent to the host: each code cell, with what the settings put in its place, and then the solutions.
    /// </summary>
    internal static List<HostStep> Steps(Notebook notebook, RunSettings settings)
    {
        var steps = new List<HostStep>();
        var count = 0;
        foreach (var cell in notebook.CodeCells)
        {
            count++;
            var source = settings.Alternatives ? cell.Alternative ?? cell.Source : cell.Source;
            source = settings.Quick && cell.Tags.Contains("parameters")
                ? source.Replace(QuickLine, "var quick = true;", StringComparison.Ordinal)
                : source;
            steps.Add(new HostStep(cell.Number, count, source));
            if (settings.Twice)
            {
                steps.Add(new HostStep(cell.Number, count, source, Kept: false));
            }
        }

        if (settings.Solutions)
        {
            steps.AddRange(ExerciseSolution.Of(notebook).Select(
                solution => new HostStep(
                    solution.Cell, ++count, solution.Code, Kept: false, Exercise: solution.Exercise)));
        }

        return steps;
    }

    private static string Place(HostStep step) =>
        step.Exercise is { } exercise
        ? $"cell {step.Cell}, solution of exercise {exercise}"
        : step.Kept
        ? $"cell {step.Cell}"
        : $"cell {step.Cell}, run a second time";

    private static bool IsDenied(CellResult result) =>
        result.Outputs.LastOrDefault() is { } last
        && (string?)last["output_type"] == "execute_result"
        && NotebookCell.Text(last["data"]?["text/plain"] ?? last["data"]?["text/html"]) is var shown
        && HtmlText.Fragments(shown) is ["False"];

    // The kernel could not tell how the cell ended: the error that the notebook shows is ours.
    private static CellResult Cut(CellResult result, HostProcess host, RunSettings settings) => result with
    {
        Outputs =
        [
            .. result.Outputs,
            new JsonObject
            {
                ["ename"] = "Error",
                ["evalue"] = End(host, settings),
                ["output_type"] = "error",
                ["traceback"] = new JsonArray(),
            },
        ],
    };

    private static string End(HostProcess host, RunSettings settings) => host.End switch
    {
        HostEnd.TimedOut => string.Create(
            CultureInfo.InvariantCulture,
            $"The notebook ran longer than its {settings.TimeOut.TotalSeconds:0} s and was ended. Give it more with "
                + $"--timeout, or look for an endless loop."),
        _ => $"The process ended with exit code {host.ExitCode}: a crash in native code, too little memory, or a cell "
            + $"that ends the process. {Tail(host.Console)}",
    };

    private static string Reason(CellResult result)
    {
        var error = result.Outputs.LastOrDefault(output => (string?)output["output_type"] == "error");
        var said = result.Outputs
            .LastOrDefault(output => (string?)output["output_type"] == "stream" && (string?)output["name"] == "stderr");
        var reason = (string?)error?["evalue"] ?? "failed";
        return reason == "compilation error" && said is not null
            ? $"{reason}: {NotebookCell.Text(said["text"]).Trim()}"
            : reason;
    }

    // A crash prints its cause first and then long stacks: the cause is what one line has room for.
    private static string Tail(string text)
    {
        var said = string.Join(
            '\n', text.Split('\n').Where(line => !line.StartsWith("   at ", StringComparison.Ordinal)));
        return said.Length > 400 ? "… " + said[^400..] : said;
    }

    private static string OneLine(string text) => string.Join(
        ' ', text.Split((char[])['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
