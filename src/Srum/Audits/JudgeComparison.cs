namespace Srum.Audits;

/// <summary>Two judges on the same pictures: how far they agree, what each is worth, and what it cost.</summary>
/// <param name="Pictures">Pictures that both judged.</param>
/// <param name="WithTruth">Those of them whose truth is known.</param>
/// <param name="First">The first judge.</param>
/// <param name="Second">The second.</param>
/// <param name="Agreement">How far they agree, by what was scored.</param>
public sealed record JudgeComparison(
    int Pictures, int WithTruth, ComparedJudge First, ComparedJudge Second, IReadOnlyList<JudgeAgreement> Agreement)
{
    /// <summary>Compares what two judges said.</summary>
    /// <param name="first">The first judge's name, what it said of the pictures, and its seconds.</param>
    /// <param name="second">The second's, of the same pictures in the same order and regions.</param>
    public static JudgeComparison Of(
        (string Name, JudgeAudit Audit, double Seconds) first, (string Name, JudgeAudit Audit, double Seconds) second)
    {
        var pairs = first.Audit.Pictures.Zip(second.Audit.Pictures).ToArray();
        return new JudgeComparison(
            pairs.Length,
            pairs.Count(pair => pair.First.Truth is not null),
            ComparedJudge.Of(first.Name, first.Audit, first.Seconds),
            ComparedJudge.Of(second.Name, second.Audit, second.Seconds),
            [
                Compare("whole pictures", picture => picture.Judged.Sample?.Score, Zero),
                Compare("layouts", picture => picture.Judged.Layout?.Score, Zero),
                JudgeAgreement.Of("regions", pairs.SelectMany(Regions), Zero),
                Compare("rewards (mean weight)", picture => picture.Reward, Median),
            ]);

        JudgeAgreement Compare(
            string about, Func<AuditedPicture, double?> score, Func<IReadOnlyList<double>, double> border) =>
            JudgeAgreement.Of(
                about, pairs.Select(pair => (pair.First.Prompt.Id, score(pair.First), score(pair.Second))), border);

        static double Zero(IReadOnlyList<double> scores) => 0;

        static double Median(IReadOnlyList<double> scores) => scores.Order().ElementAt(scores.Count / 2);
    }

    // Regions are the same boxes where both looked in the same places; others have no partner.
    private static IEnumerable<(string, double?, double?)> Regions(
        (AuditedPicture First, AuditedPicture Second) pair) =>
        from one in pair.First.Judged.Regions
        join other in pair.Second.Judged.Regions on one.Box equals other.Box
        select (pair.First.Prompt.Id, one.Score, other.Score);
}
