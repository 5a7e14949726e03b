using Srum.Files;

namespace Srum.Tests.Files;

public sealed class RealPathTests : IDisposable
{
    private readonly string folder = RealPath.Of(Directory.CreateTempSubdirectory("srum-").FullName);

    public RealPathTests()
    {
        Directory.CreateDirectory(At("far/away/deep"));
        Links.Make(At("near"), "far/away");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("near/x", "far/away/x")]
    [InlineData("far/away/deep", "far/away/deep")]
    [InlineData("none/x", "none/x")]
    public void Links_on_the_way_are_followed(string path, string real) =>
        Assert.Equal(At(real), RealPath.Of(At(path)));

    [Theory]
    [InlineData("../x", "far/x")] // lexically it would be x beside the link
    [InlineData("deep/../../x", "far/x")]
    [InlineData("./deep//x", "far/away/deep/x")]
    public void Points_in_a_link_start_where_it_truly_lies(string target, string real)
    {
        Links.Make(At("near/link"), target);
        Assert.Equal(At(real), RealPath.Of(At("near/link")));
    }

    [Fact]
    public void An_absolute_link_starts_anew()
    {
        Links.Make(At("link"), At("near/y"));
        Assert.Equal(At("far/away/y"), RealPath.Of(At("link")));
    }

    [Fact]
    public void A_circle_is_refused()
    {
        Links.Make(At("a"), "b");
        Links.Make(At("b"), "a");
        Assert.Contains(At("a"), Assert.Throws<IOException>(() => RealPath.Of(At("a"))).Message);
    }

    private string At(string name) => Path.Combine(folder, name);
}
