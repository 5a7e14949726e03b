using System.Text.Json.Serialization;

namespace Srum.Judging;

/// <summary>
/// A score as an expectation: in the judge's own reply, what follows a label is replaced by each given answer, and the
/// score is the mean of their values weighted by their probabilities. A score that the reply leaves out stays
/// unanswered.
/// </summary>
public sealed record GradedScore
{
    /// <summary>
    /// The whole picture alone, as the probability that every link of the judge's chain is yes: what <c>srum run</c>
    /// learns by, and what fits the tiny model, which writes yes and no in its thought and numbers after its labels.
    /// </summary>
    public static GradedScore Verdict { get; } = new() { Chain = true, SampleOnly = true };

    /// <summary>
    /// The last occurrence of this text within a region's lines (or the whole reply) is where the answers are weighed.
    /// Default <c>Score:</c>.
    /// </summary>
    public string After { get; init; } = "Score:";

    /// <summary>
    /// Answers and the score in [-1, 1] that each stands for; ones that the judge would write there, since the chances
    /// of others mean nothing. Default yes (1) and no (−1): the score is 2 p(yes) − 1.
    /// </summary>
    public IReadOnlyList<GradedAnswer> Answers { get; init; } = [new(" yes", 1), new(" no", -1)];

    /// <summary>
    /// For the whole-picture question: take every place of the reply, thought included, where one of the answers is
    /// written, as one link of a chain. The score is 2 · Π p − 1, p = (expectation + 1)/2 of each link: all must hold.
    /// Default false.
    /// </summary>
    public bool Chain { get; init; }

    /// <summary>
    /// True grades the whole-picture question alone; regions and layout keep the numbers that the judge writes. Default
    /// false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SampleOnly { get; init; }
}

/// <summary>An answer that is weighed.</summary>
/// <param name="Text">The continuation, with the space before it.</param>
/// <param name="Score">What it stands for, in [-1, 1].</param>
public sealed record GradedAnswer(string Text, double Score);
