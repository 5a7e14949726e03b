using Srum.Files;

namespace Srum.Tests.Files;

public sealed class FolderMarkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_new_folder_is_made_and_stays_ours()
    {
        var made = At("new");
        FolderMark.Claim(made, "run", ["result.json"]);
        File.WriteAllText(Path.Combine(made, "result.json"), "{}");
        FolderMark.Claim(made, "run", ["result.json"]);
        Assert.Equal(["result.json"], FolderMark.Lines(made));
    }

    [Theory]
    [InlineData("result.json")]
    [InlineData(".srum")]
    public void A_name_that_somebody_else_gave_is_refused(string name)
    {
        File.WriteAllText(At(name), "mine");
        var refusal = Assert.Throws<SrumException>(() => FolderMark.Claim(folder, "run", ["records", "result.json"]));
        Assert.All(
            [folder, $"'{name}'", "run", "Name a new or an empty folder"],
            part => Assert.Contains(part, refusal.Message));
        Assert.Equal("mine", File.ReadAllText(At(name)));
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Other_names_are_nobodys_business()
    {
        File.WriteAllText(At("notes.txt"), "mine");
        FolderMark.Claim(folder, "run", ["result.json"]);
        Assert.True(FolderMark.IsOn(folder));
    }

    [Fact]
    public void A_mark_stands_for_its_own_names_alone()
    {
        FolderMark.Claim(folder, "run", ["result.json"]);
        File.WriteAllText(At("config.json"), "mine");
        Assert.Throws<SrumException>(() => FolderMark.Claim(folder, "model", ["config.json"]));
        FolderMark.Claim(folder, "model", ["ema.safetensors"]);
        Assert.Equal(["result.json", "ema.safetensors"], FolderMark.Lines(folder));
    }

    [Fact]
    public void A_folder_of_an_older_version_is_marked_where_it_can_be_known()
    {
        File.WriteAllText(At("result.json"), "{}");
        FolderMark.Claim(folder, "run", ["result.json"], () => true);
        FolderMark.Claim(folder, "run", ["result.json"]);
    }

    private string At(string name) => Path.Combine(folder, name);
}
