using System.Text;
using System.Text.Json;
using Srum.Runs;

namespace Srum.Tests.Runs;

/// <summary>What a person is told who goes on with something by other settings than it was begun with.</summary>
public sealed class KeptSettingsTests : IDisposable
{
    private readonly RunFolder run = RunFolder.Open(Directory.CreateTempSubdirectory("srum-").FullName);

    private static readonly object Begun =
        new { Model = new string('a', 64), Train = new { Steps = 2, Seeds = (int[])[0, 1] }, Graded = (string?)null };

    public void Dispose() => Directory.Delete(run.Path, recursive: true);

    [Fact]
    public void Each_difference_is_named_with_both_values()
    {
        run.KeepSettings("judge", Begun);
        run.KeepSettings("judge", Begun);
        var train = new { Steps = 4, Seeds = (int[])[0] };
        var message = Refused(new { Model = new string('b', 64), Train = train, Graded = "verdict", Tries = 3 });
        Assert.Contains("train.steps was 2, is now 4", message);
        Assert.Contains("train.seeds was [0,1], is now [0]", message);
        Assert.Contains("graded was null, is now \"verdict\"", message);
        Assert.Contains("tries was not there, is now 3", message);
        Assert.Contains("model was \"aaaa", message);
        Assert.DoesNotContain(new string('a', 64), message);
        Assert.Contains(run.File("records", "judge.json"), message);
        Assert.Contains("--run", message);
    }

    [Fact]
    public void A_file_that_an_editor_wrote_again_says_the_same()
    {
        run.KeepSettings("judge", Begun);
        var path = run.File("records", "judge.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\n", "\r\n"), new UTF8Encoding(true));
        run.KeepSettings("judge", Begun);
        Assert.Equal(JsonValueKind.Object, run.SettingsOf("judge")!.Value.ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_damaged_file_is_called_damaged(string content)
    {
        File.WriteAllText(run.File("records", "judge.json"), content);
        var message = Refused(Begun);
        Assert.Contains("damaged", message);
        Assert.DoesNotContain("other settings", message);
        Assert.Equal(message, Assert.Throws<SrumException>(() => run.SettingsOf("judge")).Message);
    }

    private string Refused(object settings) =>
        Assert.Throws<SrumException>(() => run.KeepSettings("judge", settings)).Message;
}
