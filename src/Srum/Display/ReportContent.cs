namespace Srum.Display;

/// <summary>What a run's report shows; a part that is empty is left out of the page.</summary>
public sealed record ReportContent
{
    /// <summary>Name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of run it was, in a few words. Default: a round.</summary>
    public string Kind { get; init; } = "a self-rewarding round";

    /// <summary>Facts about the run in the order shown: model, command, commit, evaluator, …</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>What was found, in one sentence; empty (default) = not said.</summary>
    public string Headline { get; init; } = "";

    /// <summary>One sentence a comparison: what differs, by how much, and how sure that is.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>Tables and charts of what was found, in the order shown.</summary>
    public IReadOnlyList<IView> Scores { get; init; } = [];

    /// <summary>Who scored the pictures; null (default) = not said.</summary>
    public string? Evaluator { get; init; }

    /// <summary>Prompts with each system's picture.</summary>
    public IReadOnlyList<ReportPrompt> Prompts { get; init; } = [];

    /// <summary>Judged rollout pictures.</summary>
    public IReadOnlyList<RewardOverlay> Judgements { get; init; } = [];

    /// <summary>What the judge did in numbers: judged, unanswered, AUC, …</summary>
    public IReadOnlyList<ReportFact> JudgeFacts { get; init; } = [];

    /// <summary>Loss curves and the like.</summary>
    public IReadOnlyList<Chart> Curves { get; init; } = [];

    /// <summary>How long each stage took, in seconds.</summary>
    public IReadOnlyList<ReportStage> Stages { get; init; } = [];

    /// <summary>The settings, as indented JSON.</summary>
    public string Settings { get; init; } = "";
}
