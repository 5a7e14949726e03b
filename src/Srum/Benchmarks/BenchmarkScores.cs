namespace Srum.Benchmarks;

/// <summary>What a benchmark comes to.</summary>
/// <param name="Groups">Its categories, in the order in which it is reported.</param>
/// <param name="Overalls">The figures over all, each with how it is made; the first is the honest one.</param>
public sealed record BenchmarkScores(IReadOnlyList<GroupScore> Groups, IReadOnlyList<OverallScore> Overalls)
{
    /// <summary>Marks pictures that are at hand and sums them up; a run's are <see cref="BenchmarkStage"/>'s.</summary>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="marker">Who marks.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="cancel">Ends it.</param>
    public static BenchmarkScores Of(
        IBenchmark benchmark, IPictureMarker marker, IReadOnlyList<PictureToMark> pictures,
        CancellationToken cancel = default) => benchmark.Sum(
        [
            .. pictures.Zip(marker.Mark(pictures, cancel), (picture, marks) => new MarkedPicture(
                picture.Prompt,
                marks is null ? null : new BenchmarkRecord("", $"{picture.Prompt.Id}", marks.Marks, marks.Replies))),
        ]);
}
