using Srum.Cli;

namespace Srum.Tests.Cli;

public class ConsoleProgressTests
{
    [Fact]
    public void Where_nobody_watches_lines_are_plain_and_rare()
    {
        var written = new StringWriter();
        using (var progress = new ConsoleProgress(written, isTerminal: false, width: int.MaxValue))
        {
            for (var i = 0; i <= 1000; i++)
            {
                progress.Report(new("judge", i, 1000));
            }
        }

        var lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain('\u001b', written.ToString());
        Assert.StartsWith("judge  0/1000 pictures", lines[0]);
        Assert.StartsWith("judge  1000/1000 pictures", lines[^1]);
        Assert.InRange(lines.Length, 2, 4);
    }

    [Fact]
    public void On_a_terminal_one_line_is_rewritten_and_ended()
    {
        var written = new StringWriter();
        using (var progress = new ConsoleProgress(written, isTerminal: true, width: 20))
        {
            progress.Report(new("judge", 0, 2));
            progress.Report(new("judge", 2, 2));
        }

        Assert.Equal(3, written.ToString().Split('\r').Length);
        Assert.EndsWith("\n", written.ToString());
        Assert.All(written.ToString().Split("\r\u001b[K"), line => Assert.InRange(line.TrimEnd().Length, 0, 19));
    }
}
