using Srum.Endpoints;

namespace Srum.Tests.Endpoints;

public sealed class EndpointFileTests : IDisposable
{
    private const string Secret = "sk-proj-SecretOfMine";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"address": "ftp://x", "model": "m"}""", "address must be http:// or https://")]
    [InlineData("""{"address": "http://me:word@x/v1", "model": "m"}""", "without a user name or query")]
    [InlineData("""{"address": "http://x/v1?key=a", "model": "m"}""", "without a user name or query")]
    [InlineData("""{"address": "http://x/v1"}""", "lacks 'model'")]
    [InlineData("""{"address": "http://x/v1", "model": " "}""", "model must name the model")]
    [InlineData("""{"address": "http://x/v1", "model": "m", "concurrency": 0}""", "concurrency must be between")]
    [InlineData("""{"address": "http://x/v1", "model": "m", "maxCalls": 0}""", "maxCalls must be at least 1")]
    [InlineData("""{"address": "http://x/v1", "model": "m", "key": "sk-proj-SecretOfMine"}""", "'key' is no field")]
    [InlineData(
        """{"address": "http://x/v1", "model": "m", "keyVariable": "sk-proj-SecretOfMine"}""", "never the key itself")]
    [InlineData(
        """{"address": "http://x/v1", "model": "m", "keyVariable": "SecretOfMine"}""", "keyVariable names is not set")]
    [InlineData("""{"address": "http://x/v1", "model": "m", "keyVariable": "TORN"}""", "holds a space, a line end")]
    public void A_wrong_entry_is_named_and_a_key_in_it_is_not(string entry, string told)
    {
        var file = folder.Write("judges.json", $$"""{"large": {{entry}}}""");
        var message = Open(file, "large").Message;
        Assert.Contains(told, message);
        Assert.Contains("judges.json", message);
        Assert.DoesNotContain("SecretOfMine", message);
    }

    [Fact]
    public void An_unknown_name_and_a_missing_file_are_told_with_the_remedy()
    {
        var file = folder.Write("judges.json", """{"one": {"address": "http://x/v1", "model": "m"}}""");
        Assert.Contains("has no endpoint 'large'; it has one.", Open(file, "large").Message);
        Assert.Contains("name another with judge.file", Open(folder.File("none.json"), "large").Message);
    }

    [Fact]
    public void A_book_opens_an_endpoint_once_so_that_stages_share_its_budget()
    {
        var file = folder.Write("judges.json", """{"one": {"address": "http://x/v1", "model": "m"}}""");
        var book = new EndpointBook();
        Assert.Same(
            book.Open(new() { Name = "one", File = file }), book.Open(new() { Name = "one", File = file, Tries = 1 }));
    }

    private static SrumException Open(string file, string name)
    {
        var book = new EndpointBook(variable: variable => variable == "TORN" ? $"{Secret}\nX: y" : null);
        return Assert.Throws<SrumException>(() => book.Open(new() { Name = name, File = file }));
    }
}
