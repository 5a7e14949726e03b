using System.Reflection;
using System.Runtime.Loader;
using Srum.Native;

namespace Srum.Charts;

/// <summary>
/// The isolated half of the charts: the kit's folder <c>charts</c> with Plotly.NET and its own FSharp.Core, loaded into
/// a context that nothing leaks from. Kernels bring an older FSharp.Core, beside which Plotly.NET cannot load.
/// </summary>
internal sealed class ChartsFolder
{
    private const string Half = "Srum.Charts.Figures";

    private static readonly Lazy<ChartsFolder> Loaded = new(() => new ChartsFolder(Find()));

    private ChartsFolder(string folder)
    {
        var figure = new Context(folder).LoadFromAssemblyName(new AssemblyName(Half))
            .GetType(Half + ".Figure", throwOnError: true)!;
        Figure = figure.GetMethod("Json")!.CreateDelegate<Func<string, string>>();
        Script = figure.GetMethod("Script")!.CreateDelegate<Func<Stream>>();
    }

    /// <summary>The folder of this program, loaded when it is first asked for.</summary>
    /// <exception cref="SrumException">There is none.</exception>
    public static ChartsFolder Found => Loaded.Value;

    /// <summary>A chart's description (JSON) as the figure of plotly.js (JSON).</summary>
    public Func<string, string> Figure { get; }

    /// <summary>plotly.js.</summary>
    public Func<Stream> Script { get; }

    // Beside this assembly in the kit; a program that lies elsewhere in the repository finds the kit above it.
    private static string Find()
    {
        var start = TorchNatives.KitFolder
            ?? (Path.GetDirectoryName(typeof(ChartsFolder).Assembly.Location) is { Length: > 0 } beside
                ? beside
                : AppContext.BaseDirectory);
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            foreach (var candidate in (string[])[Path.Combine(folder.FullName, "charts"), Path.Combine(
                folder.FullName, "artifacts", "kit", "charts")])
            {
                if (File.Exists(Path.Combine(candidate, Half + ".dll")))
                {
                    return candidate;
                }
            }
        }

        throw new SrumException(
            $"Interactive charts need the kit's folder charts, and none is in or above {start}. Build once with "
                + "'dotnet build -c Release', or show the chart itself, which is drawn without it.");
    }

    private sealed class Context(string folder) : AssemblyLoadContext("Srum.Charts")
    {
        protected override Assembly? Load(AssemblyName name) =>
            Path.Combine(folder, name.Name + ".dll") is var path && File.Exists(path)
                ? LoadFromAssemblyPath(path)
                : null;
    }
}
