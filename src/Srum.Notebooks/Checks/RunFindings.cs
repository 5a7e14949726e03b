namespace Srum.Notebooks.Checks;

/// <summary>What is wrong with what a quick run showed.</summary>
internal static class RunFindings
{
    /// <summary>One line a finding, each naming its cell.</summary>
    /// <param name="run">A quick run; its own failure is a finding.</param>
    /// <param name="other">The same notebook as another host left it; null = not compared.</param>
    public static IEnumerable<string> Of(NotebookRun run, Notebook? other)
    {
        if (run.Problem is not null)
        {
            yield return run.Problem;
            yield break;
        }

        var golden = Golden.Read(run.Notebook) is { } found
            ? found.Differences(run)
            : ["no golden file: look at a quick run, then srum notebooks check --update."];
        foreach (var finding in golden.Concat(Numbers(run)).Concat(other is null ? [] : Hosts(run, other)))
        {
            yield return $"{run.Notebook.Name}, {finding}";
        }
    }

    // Whatever a cell computes: a number that is none, or a share that cannot be, is wrong.
    private static IEnumerable<string> Numbers(NotebookRun run) =>
        from cell in run.Notebook.CodeCells
        from text in ShownOutput.Of(run.Results[cell.Number].Outputs, Comparing.Text).SelectMany(output => output.Text)
        where NumberText.IsBroken(text) || NumberText.IsImpossibleShare(text)
        select $"cell {cell.Number}: '{text}' holds a number that cannot be.";

    private static IEnumerable<string> Hosts(NotebookRun run, Notebook other)
    {
        var (own, others) = (run.Notebook.CodeCells.Count(), other.CodeCells.Count());
        if (own != others)
        {
            yield return $"it has {own} code cells here and {others} in the other host, so that it is another version.";
            yield break;
        }

        foreach (var (cell, there) in run.Notebook.CodeCells.Zip(other.CodeCells))
        {
            var (here, elsewhere) = (string.Join("; ", ShownOutput.Kinds(run.Results[cell.Number].Outputs)),
                string.Join("; ", ShownOutput.Kinds(there.Outputs)));
            if (here != elsewhere)
            {
                yield return $"cell {cell.Number}: shows {here} here and {elsewhere} in the other host.";
            }
        }
    }
}
