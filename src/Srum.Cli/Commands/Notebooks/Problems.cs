namespace Srum.Cli.Commands.Notebooks;

/// <summary>How a command about several notebooks ends.</summary>
internal static class Problems
{
    /// <summary>
    /// Tells all problems on stderr. The last is the command's own failure, which the program writes last: so the last
    /// line names a notebook and a cell.
    /// </summary>
    /// <param name="problems">One line each; none = success.</param>
    /// <returns>Exit code 0.</returns>
    /// <exception cref="SrumException">There is a problem; its message is the last one.</exception>
    public static int End(IReadOnlyList<string> problems)
    {
        problems.SkipLast(1).ToList().ForEach(Console.Error.WriteLine);
        return problems.Count == 0 ? 0 : throw new SrumException(problems[^1]);
    }
}
