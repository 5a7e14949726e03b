using Srum.Formats;

namespace Srum.Tests.Formats;

/// <summary>A record's file name never leads out of the folder that a person gave.</summary>
public sealed class RecordedFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("11.png")]
    [InlineData("set a/11.png")]
    [InlineData("..11.png")]
    [InlineData("grün 日本.png")]
    public void A_plain_or_relative_name_stays(string name)
    {
        Assert.Null(RecordedFile.Fault(name));
        Assert.Equal(Path.Combine(folder.Path, name.Replace('/', Path.DirectorySeparatorChar)),
            RecordedFile.Inside(folder.Path, name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../11.png")]
    [InlineData("a/../../11.png")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b.png")]
    [InlineData("./11.png")]
    [InlineData("..\\11.png")]
    [InlineData("C:\\11.png")]
    [InlineData("11.png\0")]
    [InlineData("a\nb.png")]
    public void A_name_that_leads_out_or_hides_something_is_refused(string name)
    {
        Assert.NotNull(RecordedFile.Fault(name));
        Assert.Throws<SrumException>(() => RecordedFile.Inside(folder.Path, name));
    }

    [Fact]
    public void A_link_may_not_lead_out()
    {
        var (outside, inside) = (
            Directory.CreateDirectory(folder.File("outside")), Directory.CreateDirectory(folder.File("inside")));
        File.WriteAllText(Path.Combine(outside.FullName, "secret.png"), "");
        File.WriteAllText(Path.Combine(inside.FullName, "own.png"), "");
        Links.Make(Path.Combine(inside.FullName, "file.png"), Path.Combine(outside.FullName, "secret.png"));
        Links.Make(Path.Combine(inside.FullName, "fine.png"), Path.Combine(inside.FullName, "own.png"));
        Links.Make(Path.Combine(inside.FullName, "folder"), outside.FullName);
        Assert.Contains("a link out of",
            Assert.Throws<SrumException>(() => RecordedFile.Inside(inside.FullName, "file.png")).Message);
        Assert.Contains("a link out of",
            Assert.Throws<SrumException>(() => RecordedFile.Inside(inside.FullName, "folder/secret.png")).Message);
        RecordedFile.Inside(inside.FullName, "fine.png");

        // The folder that a person names may itself be a link.
        Links.Make(folder.File("alias"), inside.FullName);
        RecordedFile.Inside(folder.File("alias"), "own.png");
    }
}
