using Srum.Cli;

namespace Srum.Tests.Cli;

public class CommandLineTests
{
    [Theory]
    [InlineData("foo", "Unknown command 'foo'")]
    [InlineData("--foo", "foo")]
    public void A_wrong_command_line_is_exit_code_2_and_says_what_is_wrong(string line, string message)
    {
        var errors = new StringWriter();

        Assert.Equal(2, CommandLine.Run(line.Split(' '), errors, CancellationToken.None));
        Assert.Contains(message, errors.ToString());
        Assert.Contains("--help", errors.ToString());
        Assert.DoesNotContain("   at ", errors.ToString());
    }
}
