using Srum.Models;

namespace Srum.Rewards;

/// <summary>The wording of the three questions.</summary>
/// <param name="Local">All regions of a picture at once.</param>
/// <param name="Global">Layout and composition.</param>
/// <param name="Sample">The picture as a whole.</param>
public sealed record JudgeTemplates(JudgeTemplate Local, JudgeTemplate Global, JudgeTemplate Sample)
{
    /// <summary>A model's templates <c>judge-local</c>, <c>judge-global</c> and <c>judge-sample</c>, else the library's own.</summary>
    public static JudgeTemplates Of(ModelSettings settings) => new(
        JudgeTemplate.Of(settings, "judge-local"),
        JudgeTemplate.Of(settings, "judge-global"),
        JudgeTemplate.Of(settings, "judge-sample"));
}
