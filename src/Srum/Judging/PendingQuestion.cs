using Srum.Models;

namespace Srum.Judging;

/// <summary>A question on its way to the model.</summary>
/// <param name="Trial">Whose it is.</param>
/// <param name="About"><c>regions</c>, <c>layout</c> or <c>sample</c>.</param>
/// <param name="Regions">
/// For regions: the index of each asked region, in the order of its number in the question.
/// </param>
/// <param name="Question">The question.</param>
internal sealed record PendingQuestion(PictureTrial Trial, string About, IReadOnlyList<int> Regions, Question Question);
