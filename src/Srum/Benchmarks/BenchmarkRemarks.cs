namespace Srum.Benchmarks;

/// <summary>What a reader of a benchmark's scores must know besides.</summary>
public static class BenchmarkRemarks
{
    /// <summary>The remarks on a result.</summary>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="prompts">Its prompts.</param>
    /// <param name="pictures">Its pictures, marked or not.</param>
    /// <param name="perPrompt">Pictures of each prompt.</param>
    /// <param name="isOwnJudge">Whether the model that drew has marked.</param>
    public static IReadOnlyList<string> Of(
        IBenchmark benchmark, IReadOnlyList<BenchmarkPrompt> prompts, IReadOnlyList<MarkedPicture> pictures,
            int perPrompt, bool isOwnJudge)
    {
        var (groups, facts) = (benchmark.Sum(pictures).Groups, PromptFacts.Of(prompts));
        var (all, failed, missing) = (
            groups.Sum(group => group.Pictures), groups.Sum(group => group.Failed), groups.Sum(group => group.Missing));
        string[] absent = [.. benchmark.Categories.Except(groups.Select(group => group.Name))];
        var remarks = new List<string>();
        Add(isOwnJudge, "The model judged its own pictures: an opinion, which compares with no other judge's figure.");
        Add(
            benchmark is IJudgedBenchmark,
            "The question to the judge is in this project's words, not in the published ones: another question is "
            + "another measure.");
        Add(
            prompts.Count < benchmark.Prompts || absent.Length > 0,
            $"{prompts.Count} of {benchmark.Prompts} prompts"
            + (absent.Length > 0 ? $"; some categories are missing: {string.Join(", ", absent)}." : "."));
        Add(failed > 0, $"{failed} of {all} pictures have no score, for no answer could be read; they are left out.");
        Add(missing > 0, $"{missing} of {all} pictures are not marked yet.");
        Add(
            perPrompt != benchmark.PicturesPerPrompt,
            $"{perPrompt} pictures a prompt were drawn; {benchmark.Title} has {benchmark.PicturesPerPrompt}.");
        Add(
            facts.Distinct < facts.Prompts,
            $"The {facts.Prompts} prompts have {facts.Distinct} different texts; errors count each text once.");
        return remarks;

        void Add(bool holds, string remark)
        {
            if (holds)
            {
                remarks.Add(remark);
            }
        }
    }
}
