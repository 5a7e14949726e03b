using Srum.Models;

namespace Srum.Benchmarks;

/// <summary>
/// Answers questions about pictures: the model itself, or a judge elsewhere. What an answer means is the benchmark's to
/// read.
/// </summary>
public interface IPictureJudge
{
    /// <summary>Name for records: another judge is another result.</summary>
    string Name { get; }

    /// <summary>Answers in order; null = no answer was to be had, so that the question is open still.</summary>
    IReadOnlyList<string?> Answer(IReadOnlyList<Question> questions, CancellationToken cancel = default);
}
