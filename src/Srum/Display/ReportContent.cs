using Srum.Evaluation;

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

/// <summary>A name and its value.</summary>
public sealed record ReportFact(string Name, string Value);

/// <summary>A prompt and the systems' pictures of it, with the same seed.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Category">Its category.</param>
/// <param name="Pictures">One a system.</param>
public sealed record ReportPrompt(string Prompt, string Category, IReadOnlyList<ReportPicture> Pictures);

/// <summary>One system's picture of a prompt.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Score">The evaluator's score; null = none.</param>
public sealed record ReportPicture(string System, Imaging.Picture Picture, PictureScore? Score);

/// <summary>A stage and its seconds.</summary>
public sealed record ReportStage(string Name, double Seconds);
