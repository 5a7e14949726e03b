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

    [Fact]
    public void A_result_takes_the_lines_place_and_the_next_report_writes_it_again()
    {
        var written = new StringWriter();
        using (var progress = new ConsoleProgress(written, isTerminal: true, width: 80))
        {
            progress.Clear();
            progress.Report(new("draw", 1, 3));
            progress.Clear();
            written.Write("picture-1.png\n");
            progress.Report(new("draw", 2, 3));
        }

        Assert.StartsWith("\r\u001b[Kdraw  1/3", written.ToString());
        Assert.Contains("\r\u001b[Kpicture-1.png\n\r\u001b[Kdraw  2/3", written.ToString());
    }
}
