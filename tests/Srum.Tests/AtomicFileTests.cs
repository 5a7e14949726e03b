namespace Srum.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Replaces_the_old_file()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.Write(path, "old");
        AtomicFile.Write(path, "néw");
        Assert.Equal("néw", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_failing_write_leaves_the_old_file_and_nothing_else()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.Write(path, "old");
        var failure = Assert.Throws<SrumException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Contains("No space left", failure.Message);
        Assert.Contains(path, failure.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_folder_that_is_missing_or_in_the_way_is_named()
    {
        var missing = Path.Combine(folder, "none", "a.txt");
        Assert.Contains(missing, Assert.Throws<SrumException>(() => AtomicFile.Write(missing, "x")).Message);
        Assert.Contains(folder, Assert.Throws<SrumException>(() => AtomicFile.Write(folder, "x")).Message);
    }

    [Fact]
    public void Sweeps_what_was_left_behind_but_not_what_is_being_written()
    {
        File.WriteAllText(Path.Combine(folder, "dead" + AtomicFile.Unfinished), "half");
        File.WriteAllText(Path.Combine(folder, "kept.txt"), "whole");
        AtomicFile.Write(Path.Combine(folder, "a.txt"), stream =>
        {
            stream.Write("x"u8);
            Assert.Equal(1, AtomicFile.Sweep(folder));
        });
        Assert.Equal(["a.txt", "kept.txt"], Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }
}
