using Srum.Models;

namespace Srum.Judging;

/// <summary>The wording of the three questions.</summary>
/// <param name="Local">All regions of a picture at once.</param>
/// <param name="Global">Layout and composition.</param>
/// <param name="Sample">The picture as a whole.</param>
public sealed record JudgeTemplates(QuestionTemplate Local, QuestionTemplate Global, QuestionTemplate Sample)
{
    /// <summary>
    /// A model's templates <c>judge-local</c>, <c>judge-global</c> and <c>judge-sample</c>, else the library's own.
    /// </summary>
    public static JudgeTemplates Of(ModelSettings settings) => new(
        QuestionTemplate.Of(settings, "judge-local"),
        QuestionTemplate.Of(settings, "judge-global"),
        QuestionTemplate.Of(settings, "judge-sample"));
}
