using Srum.Files;

namespace Srum.Tests.Files;

public sealed class NamedFileTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef01234567";

    private readonly string root = Directory.CreateTempSubdirectory("srum-").FullName;

    private string Folder => At("hub/models--a--b/snapshots/main");

    public NamedFileTests()
    {
        string[] folders =
            ["hub/models--a--b/snapshots/main/sub", "hub/models--a--b/blobs", "other/blobs", "home"];
        Array.ForEach(folders, name => Directory.CreateDirectory(At(name)));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("a.txt")]
    [InlineData("sub/a.txt")]
    [InlineData("./a.txt")]
    public void A_name_in_the_folder_is_taken(string name) =>
        Assert.Equal(Path.Combine(Folder, name), NamedFile.In(Folder, name));

    [Theory]
    [InlineData("../a.txt")]
    [InlineData("sub/../../a.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("sub\\a.txt")]
    [InlineData("C:a.txt")]
    [InlineData("")]
    [InlineData(".")]
    public void A_name_that_leads_out_is_not(string name) => Assert.Null(NamedFile.In(Folder, name));

    [Theory]
    [InlineData("../../blobs/anything")] // the cache's own
    [InlineData("sub/a.txt")]
    [InlineData("../../../../other/blobs/" + Hash)] // named by what it holds, in whatever cache
    public void A_link_within_a_cache_is_followed(string target)
    {
        Link("a.txt", target);
        Assert.NotNull(NamedFile.In(Folder, "a.txt"));
    }

    [Theory]
    [InlineData("../../../../home/key")]
    [InlineData("../../../../home/" + Hash)]
    [InlineData("../../../../other/blobs/key")]
    [InlineData("../../blobs/../refs")]
    public void A_link_to_anywhere_else_is_not(string target)
    {
        Link("a.txt", target);
        Assert.Null(NamedFile.In(Folder, "a.txt"));
    }

    [Fact]
    public void Nor_is_a_folder_that_is_such_a_link()
    {
        Link("way", "../../../../home");
        Assert.Null(NamedFile.In(Folder, "way/key"));
    }

    [Fact]
    public void Nor_do_blobs_lead_on()
    {
        Link("../../blobs/key", "../../../home/key");
        Link("a.txt", "../../blobs/key");
        Assert.Null(NamedFile.In(Folder, "a.txt"));
    }

    [Fact]
    public void The_folder_itself_may_be_a_link()
    {
        Link("../../../../model", Folder);
        Assert.NotNull(NamedFile.In(At("model"), "sub/a.txt"));
    }

    private string At(string name) => Path.Combine(root, name);

    private void Link(string name, string target) => Links.Make(Path.Combine(Folder, name), target);
}
