using Srum.Regions;

namespace Srum.Judging;

/// <summary>Scores pictures for prompts: a model, the truth, or somebody elsewhere.</summary>
public interface IJudge
{
    /// <summary>
    /// Everything that changes what it says: who it is, what it is asked, where it looks and how its replies are read.
    /// It is written as JSON, the key of its judgements; two judges with one key say the same.
    /// </summary>
    object Decisive { get; }

    /// <summary>Who says where it looks, for records.</summary>
    string Proposer { get; }

    /// <summary>
    /// Whether each picture is asked about by itself and costs: then only those without a judgement are asked for. Of
    /// others a batch is judged whole, so that its bits do not depend on what was there.
    /// </summary>
    bool AsksEachAlone => false;

    /// <summary>
    /// Judges pictures. A judgement depends neither on the batch nor on its order; a missing one is a
    /// record with unanswered scores, and with <see cref="JudgeRecord.Open"/> where asking again may bring it.
    /// </summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>One record a picture, in order.</returns>
    IReadOnlyList<JudgeRecord> Run(IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default);

    /// <summary>
    /// Judges pictures, some of which questions stayed open about: what was answered before is not asked again. Judges
    /// that leave nothing open judge anew.
    /// </summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="earlier">What was said about each before, one a picture; null = nothing.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>One record a picture, in order.</returns>
    IReadOnlyList<JudgeRecord> GoOn(
        IReadOnlyList<JudgeRequest> pictures, IReadOnlyList<JudgeRecord?> earlier,
        CancellationToken cancel = default) => Run(pictures, cancel);
}
