using Srum.Display;

namespace Srum.Charts;

/// <summary>
/// plotly.js for a page, whole and from the kit (3.6 MB), with what draws the page's <see cref="InteractiveChart"/>s.
/// Show it once a page: <see cref="ChartExtensions.Interactive"/> does so for the first chart of a kernel. Lessons are
/// stored without it.
/// </summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class PlotlyScript : IView
{
    /// <summary>How its element begins: by this, whoever stores a notebook finds the output to leave out.</summary>
    public const string Mark = "<script data-srum=\"plotly\">";

    private static int _shown;

    /// <inheritdoc/>
    /// <exception cref="SrumException">The kit's folder <c>charts</c> is missing.</exception>
    public string ToHtml() => $"{Mark}{Code()}</script>";

    /// <summary>What stands in the element: for pages that keep it in a file of their own.</summary>
    internal static string Code()
    {
        using var plotly = new StreamReader(ChartsFolder.Found.Script());
        using var own = new StreamReader(
            typeof(PlotlyScript).Assembly.GetManifestResourceStream("Srum.Charts.charts.js")!);

        // A page with require.js would take the bundle for a module of its own and leave Plotly undefined.
        return $"(function(define,module,exports){{{plotly.ReadToEnd()}\n}}).call(window);\n{own.ReadToEnd()}";
    }

    /// <summary>Shows it in the cell that runs, if none of this process has shown it yet.</summary>
    internal static void ShowOnce()
    {
        if (KernelDisplay.IsAvailable && Interlocked.Exchange(ref _shown, 1) == 0)
        {
            KernelDisplay.Show(new PlotlyScript());
        }
    }
}
