using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using Srum.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>The tiny model folder of the reference values, which most areas compute with.</summary>
internal static class FixtureModel
{
    public static string Folder
    {
        get
        {
            Assert.SkipUnless(FixtureRoot.Has("model"), "This root has no model folder.");
            return FixtureRoot.Area("model");
        }
    }

    public static BagelConfig Config => BagelConfig.Read(Folder);

    /// <summary>A store over one of the folder's weight files, in fp32.</summary>
    public static ParameterStore Weights(string file, params IReadOnlyCollection<string> except)
    {
        var path = Path.Combine(Folder, file);
        using var opened = SafetensorsFile.Open(path);
        string[] names = [.. opened.Names.Except(except)];
        return new ParameterStore(names, name =>
        {
            if (!names.Contains(name))
            {
                return null;
            }

            using var source = SafetensorsFile.Open(path);
            return source.Read(name, ScalarType.Float32);
        });
    }
}
