using Srum.Runs;

namespace Srum.Evaluation;

/// <summary>How fast an experiment learnt from its own pictures, and how fast this machine could.</summary>
/// <param name="PicturesPerHour">Pictures drawn, judged where a reward needs it, and learnt from, an hour.</param>
/// <param name="FloorPicturesPerHour">
/// The same if the machine did their products alone, at the rate of torch's plain fp32 product
/// (<see cref="Native.Operations.MatrixRate"/>); null where operations were not counted. Other kernels and types of
/// number may be faster than that.
/// </param>
/// <param name="ShareOfTime">Share of the time of each part: <c>rollout</c>, <c>judge</c>, <c>train</c>.</param>
public sealed record Throughput(
    double PicturesPerHour, double? FloorPicturesPerHour, IReadOnlyDictionary<string, double> ShareOfTime)
{
    private static readonly string[] Parts = ["rollout", "judge", "train"];

    /// <summary>Of the stages of an experiment; evaluation is left out.</summary>
    /// <param name="pictures">Pictures that were drawn to learn from.</param>
    /// <param name="stages">What each stage took.</param>
    /// <param name="rate">Operations a second of this machine.</param>
    /// <returns>Null where nothing was drawn to learn from.</returns>
    public static Throughput? Of(int pictures, IReadOnlyDictionary<string, StageWork> stages, double rate)
    {
        var seconds = Parts.ToDictionary(part => part, part => Of(part).Sum(work => work.Seconds));
        var (all, operations) = (seconds.Values.Sum(), Parts.SelectMany(Of).Sum(work => work.Operations));
        return pictures == 0 || all <= 0 ? null : new Throughput(
            Math.Round(3600 * pictures / all),
            operations > 0 ? Math.Round(3600 * pictures * rate / operations) : null,
            seconds.ToDictionary(part => part.Key, part => Math.Round(part.Value / all, 3)));

        IEnumerable<StageWork> Of(string part) =>
            stages.Where(stage => stage.Key.Split(' ')[0] == part).Select(stage => stage.Value);
    }
}
