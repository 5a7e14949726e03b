namespace Srum.Notebooks.Checks;

/// <summary>Whether a notebook's stored outputs are those of what stands in the repository now.</summary>
/// <param name="Verdict">In words: <c>fresh</c>, never run, or what changed and what to do.</param>
/// <param name="Fails">
/// Readers would see what the notebook no longer shows. Changed sources alone may have changed nothing that shows.
/// </param>
internal sealed record Staleness(string Verdict, bool Fails)
{
    public static Staleness Of(Notebook notebook)
    {
        if (Provenance.Stored(notebook) is not { } stored)
        {
            return new($"never run: srum notebooks run {notebook.Name}", Fails: true);
        }

        var now = Provenance.Of(notebook);
        return (stored.Cells != now.Cells, stored.Model != now.Model, stored.Records != now.Records,
            stored.Sources != now.Sources) switch
        {
            (true, _, _, _) => Stale("cells", fails: true),
            (_, true, _, _) => Stale("the model", fails: true),
            (_, _, true, _) => Stale("prompts or records", fails: true),
            (_, _, _, true) => Stale("linked sources", fails: false),
            _ => new("fresh", Fails: false),
        };

        Staleness Stale(string what, bool fails) =>
            new($"stale, {what} changed since its outputs were made: srum notebooks run {notebook.Name}", fails);
    }
}
