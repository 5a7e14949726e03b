namespace Srum.Formats;

/// <summary>What an import took, repaired and refused.</summary>
public sealed class ImportTally
{
    private readonly List<string> refused = [];

    /// <summary>Lines of the scored file.</summary>
    public int Lines { get; internal set; }

    /// <summary>Pictures that the run now has, judged.</summary>
    public int Imported { get; internal set; }

    /// <summary>
    /// Repaired: layout judgements that upstream wrote as 0 because no answer could be read; they have no score now.
    /// </summary>
    public int LayoutsUnzeroed { get; private set; }

    /// <summary>Repaired: regions, or whole pictures, of the same kind.</summary>
    public int RegionsUnzeroed { get; private set; }

    /// <summary>
    /// Repaired: scores out of [-1, 1], taken for the end where they are near it, for no answer where not.
    /// </summary>
    public int OutOfRange { get; private set; }

    /// <summary>Repaired: pictures whose boxes were in the pixels of another resolution.</summary>
    public int Rescaled { get; internal set; }

    /// <summary>Left out: regions whose box is none, or lies outside the picture, with a score.</summary>
    public int UnusableBoxes { get; private set; }

    /// <summary>Left out: the same without a score, which alone upstream's trainer would have borne.</summary>
    public int UnusableWithoutScore { get; private set; }

    /// <summary>Pictures whose rollout states another prompt than was judged; training takes the rollout's.</summary>
    public int OtherPrompt { get; internal set; }

    /// <summary>
    /// Imported regions whose object the prompt does not mention: by the paper's rule, which upstream's code lacks, a
    /// good one counts 0 and a bad one in full.
    /// </summary>
    public int Irrelevant { get; internal set; }

    /// <summary>Imported pictures without a score of the layout (or of the whole): no system trains on them.</summary>
    public int NotTrained { get; internal set; }

    /// <summary>What is wrong with each line that was refused; each names file and line.</summary>
    public IReadOnlyList<string> Refused => refused;

    internal void Refuse(JsonLine line, string why) =>
        refused.Add(why.StartsWith(line.Place, StringComparison.Ordinal) ? why : $"{line.Place}: {why}");

    /// <summary>Counts a line's repairs and returns its regions with a usable box.</summary>
    internal IReadOnlyList<ScoredLineRegion> Count(ScoredLine line, (int Width, int Height) judged)
    {
        var layout = line.Json.Field("global_layout_reward");
        LayoutsUnzeroed += ScoredLine.IsFailure(layout, "global_layout_score") ? 1 : 0;
        RegionsUnzeroed += line.Regions.Count(region => region.IsFailure);
        OutOfRange += line.Regions.Select(region => region.Written).Append(layout.Number("global_layout_score"))
            .Count(score => Math.Abs(score ?? 0) > 1);
        var usable = line.Usable(judged);
        var unusable = line.Regions.Except(usable).ToArray();
        UnusableBoxes += unusable.Count(region => region.Written is not null);
        UnusableWithoutScore += unusable.Count(region => region.Written is null);
        return usable;
    }
}
