using System.Diagnostics;
using System.Text;

namespace Srum.Tests.Cli;

/// <summary>Splits a line into words as a shell does, by the rules for quotation marks and backslashes.</summary>
internal static class Shell
{
    /// <summary>The words of a line; a comment ends it.</summary>
    public static string[] Words(string line)
    {
        var words = new List<string>();
        var (word, quote) = ((StringBuilder?)null, '\0');
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (quote != '\0')
            {
                if (letter == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word!.Append(letter == '\\' && quote == '"' ? line[++i] : letter);
                }
            }
            else if (letter is '"' or '\'')
            {
                (word, quote) = (word ?? new StringBuilder(), letter);
            }
            else if (letter == ' ')
            {
                End();
            }
            else if (letter == '#' && word is null)
            {
                break;
            }
            else
            {
                (word ??= new StringBuilder()).Append(letter == '\\' ? line[++i] : letter);
            }
        }

        Assert.Equal('\0', quote);
        End();
        return [.. words];

        void End()
        {
            if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }
    }

    /// <summary>The words of a line as this system's shell splits it.</summary>
    public static string[] SystemWords(string line)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"set -f; printf '%s\\0' {line}"])
        {
            RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8,
        };
        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return output.Split('\0')[..^1];
    }
}
