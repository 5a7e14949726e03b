namespace Srum.Notebooks;

/// <summary>How a notebook is run.</summary>
internal sealed record RunSettings
{
    /// <summary><c>quick</c> is true in the cell tagged <c>parameters</c>. Default: false, as the file says.</summary>
    public bool Quick { get; init; }

    /// <summary>Every cell runs a second time right after the first. Default: false.</summary>
    public bool Twice { get; init; }

    /// <summary>A cell that names an alternative runs that in its place. Default: false.</summary>
    public bool Alternatives { get; init; }

    /// <summary>The exercises' solutions run after the cells. Default: false.</summary>
    public bool Solutions { get; init; }

    /// <summary>The time for one notebook. Default: 15 minutes.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromMinutes(15);
}
