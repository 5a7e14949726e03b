using Srum.Benchmarks;

namespace Srum.Tests.Benchmarks;

/// <summary>What a prompt file holds beside <see cref="PromptFacts"/>, counted as in the authors' own files.</summary>
/// <param name="Categories">By category, in the file's order: entries, and the first and last number.</param>
/// <param name="SameText">The numbers of each text that stands there more than once.</param>
/// <param name="InTwoCategories">For pairs of categories, in their order, how many texts stand in both.</param>
/// <param name="RepeatsInside">
/// For categories with repeats, how many entries repeat an earlier one of the same category.
/// </param>
internal sealed record FileFacts(
    IReadOnlyDictionary<string, (int Prompts, long First, long Last)> Categories,
    IReadOnlyList<IReadOnlyList<long>> SameText,
    IReadOnlyDictionary<(string A, string B), int> InTwoCategories,
    IReadOnlyDictionary<string, int> RepeatsInside)
{
    /// <summary>Counts.</summary>
    public static FileFacts Of(IReadOnlyList<BenchmarkPrompt> prompts)
    {
        var texts = prompts.GroupBy(prompt => prompt.Text, StringComparer.Ordinal).ToArray();
        return new FileFacts(
            prompts.GroupBy(prompt => prompt.Category).ToDictionary(
                category => category.Key,
                category => (category.Count(), category.Min(prompt => prompt.Id), category.Max(prompt => prompt.Id))),
            [.. texts.Where(text => text.Count() > 1)
                .Select(text => (IReadOnlyList<long>)[.. text.Select(prompt => prompt.Id)])],
            texts.SelectMany(Pairs).CountBy(pair => pair).ToDictionary(pair => pair.Key, pair => pair.Value),
            prompts.GroupBy(prompt => prompt.Category)
                .Select(own => (own.Key, Repeats: own.Count() - own.DistinctBy(prompt => prompt.Text).Count()))
                .Where(category => category.Repeats > 0)
                .ToDictionary(category => category.Key, category => category.Repeats));

        static IEnumerable<(string A, string B)> Pairs(IEnumerable<BenchmarkPrompt> text)
        {
            string[] names = [.. text.Select(prompt => prompt.Category).Distinct().Order(StringComparer.Ordinal)];
            return names.SelectMany((name, place) => names[..place].Select(before => (before, name)));
        }
    }

    /// <summary>Prompts of one set that stand in another: what was trained on is no test.</summary>
    /// <param name="prompts">The set to evaluate on.</param>
    /// <param name="training">The set that was trained on.</param>
    /// <param name="exactly">
    /// False takes two texts for the same that differ in case, spaces or a final full stop alone.
    /// </param>
    public static IReadOnlyList<(long Id, IReadOnlyList<long> TrainingIds)> Overlap(
        IEnumerable<BenchmarkPrompt> prompts, IEnumerable<BenchmarkPrompt> training, bool exactly)
    {
        var trained = training.ToLookup(prompt => Form(prompt.Text), prompt => prompt.Id);
        return [.. prompts.Where(prompt => trained.Contains(Form(prompt.Text)))
            .Select(prompt => (prompt.Id, (IReadOnlyList<long>)[.. trained[Form(prompt.Text)]]))];

        string Form(string text) => exactly ? text
            : string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .TrimEnd('.').TrimEnd();
    }
}
