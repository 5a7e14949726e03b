using System.IO.Compression;
using Srum.Notebooks.Packing;

namespace Srum.Tests.Notebooks.Packing;

public sealed class KitZipTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Scripts_may_be_executed_and_nothing_else()
    {
        string[] names = ["srum", ".devcontainer/install", "srum.cmd", "data/srum"];
        Array.ForEach(names, name => folder.Write("kit/" + name, name));
        using var content = new MemoryStream();
        KitZip.Write(content, folder.File("kit/"), names);

        using var zip = new ZipArchive(content);
        Assert.Equal(
            ["kit/srum 755", "kit/.devcontainer/install 755", "kit/srum.cmd 644", "kit/data/srum 644"],
            zip.Entries.Select(entry => $"{entry.FullName} {Convert.ToString(ModeOf(entry) & 0x1FF, 8)}"));
        Assert.All(zip.Entries, entry => Assert.Equal(0x8000, ModeOf(entry) & 0xF000));
        using var text = new StreamReader(zip.Entries[1].Open());
        Assert.Equal(".devcontainer/install", text.ReadToEnd());
    }

    /// <summary>Of entries from Windows, unzip and libarchive drop the right to execute.</summary>
    [Fact]
    public void Every_entry_states_that_it_is_from_Unix()
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            Array.ForEach((string[])["a", "bcd", "e/f"], name => zip.CreateEntry(name).Comment = name);
        }

        var places = Places(content.ToArray());
        Assert.Equal(3, places.Length);
        foreach (var place in places)
        {
            content.GetBuffer()[place] = 0;
        }

        var before = content.ToArray();
        KitZip.StateUnix(content);

        Assert.Equal(content.Length, content.Position);
        var after = content.ToArray();
        Assert.Equal(places, Enumerable.Range(0, after.Length).Where(at => after[at] != before[at]));
        Assert.All(places, place => Assert.Equal(3, after[place]));
    }

    private static int ModeOf(ZipArchiveEntry entry) => entry.ExternalAttributes >> 16;

    // Where entries of the directory at a zip's end state the system that they are from.
    private static int[] Places(byte[] zip) =>
    [
        .. Enumerable.Range(0, zip.Length).Where(at => zip.AsSpan(at).StartsWith("PK\u0001\u0002"u8))
            .Select(at => at + 5),
    ];
}
