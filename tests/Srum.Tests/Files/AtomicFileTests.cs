using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Srum.Files;

namespace Srum.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Replaces_the_old_file()
    {
        AtomicFile.Write(At("a.txt"), "old");
        AtomicFile.Write(At("a.txt"), "néw");
        Assert.Equal("néw", File.ReadAllText(At("a.txt")));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_failing_write_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.Write(At("a.txt"), "old");
        var failure = Assert.Throws<SrumException>(() => AtomicFile.Write(At("a.txt"), stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Contains("No space left", failure.Message);
        Assert.Contains(At("a.txt"), failure.Message);
        Assert.Equal("old", File.ReadAllText(At("a.txt")));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_folder_that_is_missing_or_in_the_way_is_named()
    {
        var missing = At("none/a.txt");
        Assert.Contains(missing, Refusal(missing));
        Assert.Contains(folder, Refusal(folder));
        Assert.Contains("names a folder", Refusal(At("new/")));
    }

    [Fact]
    public void A_name_may_be_as_long_as_the_system_lets_it()
    {
        AtomicFile.Write(At(new string('n', 251) + ".txt"), "x");
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_replaced()
    {
        Directory.CreateDirectory(At("kept"));
        File.WriteAllText(At("kept/target"), "old");
        Links.Make(At("link"), Path.Combine("kept", "target"));
        Links.Make(At("link to link"), "link");
        AtomicFile.Write(At("link to link"), "new");
        Assert.Equal("link", new FileInfo(At("link to link")).LinkTarget);
        Assert.Equal(Path.Combine("kept", "target"), new FileInfo(At("link")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(At("kept/target")));
        Assert.Equal(["target"], Directory.GetFiles(At("kept")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_to_nothing_gets_what_it_leads_to()
    {
        Links.Make(At("link"), "target");
        AtomicFile.Write(At("link"), "new");
        Assert.Equal("target", new FileInfo(At("link")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(At("target")));
    }

    [Fact]
    public void A_link_to_itself_is_refused()
    {
        Links.Make(At("link"), "link");
        Assert.Contains(At("link"), Refusal(At("link")));
    }

    [Fact]
    public void Another_name_of_the_same_file_keeps_its_content()
    {
        Unix();
        File.WriteAllText(At("a"), "old");
        Assert.Equal(0, Link(At("a"), At("b")));
        AtomicFile.Write(At("a"), "new");
        Assert.Equal(("new", "old"), (File.ReadAllText(At("a")), File.ReadAllText(At("b"))));
    }

    [Theory]
    [InlineData((UnixFileMode)0b110_000_000)]
    [InlineData((UnixFileMode)0b110_110_010)]
    public void A_mode_stays_as_it_is(UnixFileMode mode)
    {
        Unix();
        File.WriteAllText(At("a"), "old");
        Unprivileged.SetMode(At("a"), mode);
        UnixFileMode? during = null;
        AtomicFile.Write(At("a"), stream =>
        {
            during = FileStatus.Of(((FileStream)stream).Name)?.Mode;
            stream.Write("new"u8);
        });
        Assert.Equal(mode, FileStatus.Of(At("a"))?.Mode);
        Assert.Equal(UnixFileMode.None, during & ~mode);
    }

    [Fact]
    public void An_owner_stays_as_he_is()
    {
        Assert.SkipUnless(Unprivileged.IsRoot, "Only root gives files away.");
        File.WriteAllText(At("a"), "old");
        Assert.True(FileStatus.Give(At("a"), 1234, 5678));
        AtomicFile.Write(At("a"), "new");
        Assert.Equal("new", File.ReadAllText(At("a")));
        Assert.Equal((1234u, 5678u), FileStatus.Of(At("a")) is { } status ? (status.Owner, status.Group) : default);
    }

    [Fact]
    public void A_file_of_another_owner_is_written_in_its_place()
    {
        Assert.SkipUnless(Unprivileged.IsRoot, "Only root gives files away.");
        Unprivileged.SetMode(folder, (UnixFileMode)0b111_111_111);
        File.WriteAllText(At("a"), "old and longer");
        Unprivileged.SetMode(At("a"), (UnixFileMode)0b110_110_110);
        var before = FileStatus.Of(At("a"));
        Unprivileged.Do(() => AtomicFile.Write(At("a"), "new"));
        Assert.Equal("new", File.ReadAllText(At("a")));
        Assert.Equal(before, FileStatus.Of(At("a")));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_file_in_a_closed_folder_is_written_in_its_place()
    {
        Unix();
        File.WriteAllText(At("a"), "old and longer");
        Closed(() => AtomicFile.Write(At("a"), "new"));
        Assert.Equal("new", File.ReadAllText(At("a")));
    }

    [Fact]
    public void A_closed_folder_takes_no_new_file()
    {
        Unix();
        Closed(() => Assert.Contains(At("a"), Refusal(At("a"))));
    }

    [Fact]
    public void A_read_only_file_is_refused_whoever_asks()
    {
        File.WriteAllText(At("a"), "old");
        File.SetAttributes(At("a"), FileAttributes.ReadOnly);
        Assert.Contains("read-only", Refusal(At("a")));
        Assert.Equal("old", File.ReadAllText(At("a")));
        File.SetAttributes(At("a"), FileAttributes.Normal);
    }

    [Fact]
    public void A_file_that_others_alone_may_write_is_refused()
    {
        Unix();
        File.WriteAllText(At("a"), "old");
        Unprivileged.SetMode(At("a"), UnixFileMode.UserRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite);
        Unprivileged.SetMode(folder, (UnixFileMode)0b111_101_101);
        Unprivileged.Do(() => Assert.Contains("read-only", Refusal(At("a"))));
        Assert.Equal("old", File.ReadAllText(At("a")));
    }

    [Fact]
    public async Task A_pipe_stays_one_and_its_reader_gets_what_is_written()
    {
        SpecialFile.Pipe(At("pipe"));
        var read = Task.Run(() => File.ReadAllText(At("pipe")), TestContext.Current.CancellationToken);
        AtomicFile.Write(At("pipe"), "for the reader");
        Assert.Equal("for the reader", await read);
        Assert.Equal(FileKind.Stream, FileStatus.Of(At("pipe"))?.Kind);
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_device_stays_one()
    {
        SpecialFile.Null(At("null"));
        AtomicFile.Write(At("null"), "away");
        Assert.Equal(FileKind.Stream, FileStatus.Of(At("null"))?.Kind);
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_disk_is_refused()
    {
        SpecialFile.Disk(At("disk"));
        Assert.Contains("disk", Refusal(At("disk")));
    }

    [Fact]
    public void A_shells_name_for_an_open_pipe_is_written_into()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no /proc.");
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        AtomicFile.Write($"/proc/self/fd/{reader.GetClientHandleAsString()}", "for the reader");
        reader.DisposeLocalCopyOfClientHandle();
        Assert.Equal("for the reader", new StreamReader(reader, Encoding.UTF8).ReadToEnd());
    }

    [Fact]
    public void A_shells_name_for_a_file_that_has_none_any_more_is_written_into()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no /proc.");
        const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;
        using var file = new FileStream(At("a"), FileMode.CreateNew, FileAccess.ReadWrite, Shared);
        File.Delete(At("a"));
        AtomicFile.Write($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}", "x");
        Assert.Equal(1, file.Length);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Sweeps_what_was_left_behind_but_not_what_is_being_written()
    {
        var temporary = "";
        AtomicFile.Write(At("a.txt"), stream =>
        {
            temporary = ((FileStream)stream).Name;
            stream.Write("x"u8);
            Assert.Equal(0, AtomicFile.Sweep(folder));
        });
        File.WriteAllText(temporary, "half");
        Assert.Equal(1, AtomicFile.Sweep(folder));
        Assert.Equal(["a.txt"], Names());
    }

    [Fact]
    public void Sweeps_no_file_that_it_did_not_name()
    {
        string[] others =
        [
            "thesis.partial", ".partial", "film.mkv.partial", "a.123-0123456789abcdef0123456789abcdef.partial",
            "a.srum-1-0123456789ABCDEF0123456789ABCDEF.partial",
            "a.srum-1-0123456789abcdef0123456789abcdef.partial.txt",
        ];
        Array.ForEach(others, name => File.WriteAllText(At(name), "mine"));
        Directory.CreateDirectory(At("a.srum-1-0123456789abcdef0123456789abcdef.partial"));
        Assert.Equal(0, AtomicFile.Sweep(folder));
        Assert.Equal(others.Order(StringComparer.Ordinal), Names());
    }

    private static string Refusal(string path) =>
        Assert.Throws<SrumException>(() => AtomicFile.Write(path, "new")).Message;

    private IEnumerable<string> Names() =>
        Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    private string At(string name) => Path.Combine(folder, name);

    // In a folder that takes no new files, while its own can be written.
    private void Closed(Action work)
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            Unprivileged.SetMode(file, (UnixFileMode)0b110_110_110);
        }

        Unprivileged.SetMode(folder, (UnixFileMode)0b101_101_101);
        try
        {
            Unprivileged.Do(work);
        }
        finally
        {
            Unprivileged.SetMode(folder, (UnixFileMode)0b111_101_101);
        }
    }

    private static void Unix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such modes.");

    [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi)]
    private static extern int Link(string from, string to);
}
