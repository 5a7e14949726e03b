using Srum.Models;
using Srum.Pretraining;
using Srum.Shapes;

namespace Srum.Tests.Pretraining;

public sealed class TinyDesignTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum").FullName;

    /// <summary>A kill before the last file leaves a folder that is described again.</summary>
    [Theory]
    [InlineData(ModelDesign.Bagel)]
    [InlineData(ModelDesign.Janus)]
    public void The_file_by_which_a_described_folder_is_known_is_written_last(ModelDesign design)
    {
        var (tiny, words) = (TinyDesign.Of(design), BytePairTrainer.Learn([]));
        Directory.CreateDirectory(At("whole"));
        tiny.Write(At("whole"), World.Small, words);

        // A folder of its name stops the writing there.
        Directory.CreateDirectory(Path.Combine(At("stopped"), tiny.Described));
        Assert.Throws<SrumException>(() => tiny.Write(At("stopped"), World.Small, words));

        Assert.Equal(FilesOf("whole").Where(file => file != tiny.Described), FilesOf("stopped"));
        Assert.Contains(tiny.Described, FilesOf("whole"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    private IEnumerable<string> FilesOf(string name) =>
        Directory.EnumerateFiles(At(name), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(At(name), file))
            .Order(StringComparer.Ordinal);
}
