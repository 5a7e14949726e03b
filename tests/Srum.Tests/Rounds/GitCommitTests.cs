using Srum.Rounds;

namespace Srum.Tests.Rounds;

public sealed class GitCommitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public GitCommitTests()
    {
        folder.Write("outer/.git/HEAD", "");
        folder.Write("outer/clone/src/Srum/Srum.csproj", "<Project />");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(".git")]
    [InlineData(".git/HEAD")]
    public void The_clone_above_the_code_is_the_one_with_its_sources_and_a_history(string git)
    {
        folder.Write("outer/clone/" + git, "");

        Assert.Equal(
            Path.GetFullPath(folder.File("outer/clone")),
            GitCommit.FindClone(folder.File("outer/clone/artifacts/kit")));
    }

    [Theory]
    [InlineData("outer/clone/artifacts/kit")]
    [InlineData("outer")]
    public void A_repository_that_a_kit_lies_in_is_another(string start) =>
        Assert.Null(GitCommit.FindClone(folder.File(start)));

    [Fact]
    public void Code_without_a_folder_has_no_clone() => Assert.Null(GitCommit.FindClone(null));
}
