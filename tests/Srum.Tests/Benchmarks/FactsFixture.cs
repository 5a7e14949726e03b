using System.Text.Json;
using Srum.Benchmarks;
using Srum.Tests.Fixtures;

namespace Srum.Tests.Benchmarks;

/// <summary>
/// What the benchmarks' own files hold, counted. The files are not ours to copy: the test writes files of the same
/// numbers, categories and repeats, with texts of its own, and the readers must count in them what was counted in the
/// real ones.
/// </summary>
internal static class FactsFixture
{
    public static void Compare(FixtureCase it, FixtureCheck check)
    {
        using var folder = new TemporaryFolder();
        CompBenchFiles(it["t2i-compbench"], check, folder);
        WiseFile(it["wise"], check, folder);
        GenEvalFile(it["geneval"], check, folder);
        check.PassOver("t2i-reasonbench", "its prompts and scripts stand nowhere that upstream has them");
    }

    private static void CompBenchFiles(JsonElement facts, FixtureCheck check, TemporaryFolder folder)
    {
        var benchmark = new CompBench();
        var files = facts.GetProperty("files").EnumerateObject().ToArray();
        var overlap = facts.GetProperty("validation_prompts_that_are_training_prompts");
        var read = files.ToDictionary(
            file => file.Name,
            file => benchmark.Read(
                folder.Write(file.Name, JsonSerializer.Serialize(Entries(file.Value).Select(entry => new
            {
                Question = Shared(overlap, entry.Id) ?? entry.Text, Category = entry.Category, Question_id = entry.Id,
            })))));
        foreach (var file in files)
        {
            var (counted, repeated) = (PromptFacts.Of(read[file.Name]), FileFacts.Of(read[file.Name]));
            var want = file.Value;
            check.Json($"{file.Name} prompts", counted.Prompts, want.GetProperty("prompts"));
            check.Json($"{file.Name} distinct_prompts", counted.Distinct, want.GetProperty("distinct_prompts"));
            check.Json(
                $"{file.Name} categories",
                repeated.Categories.ToDictionary(category => category.Key, category => new
                {
                    prompts = category.Value.Prompts, first_id = category.Value.First, last_id = category.Value.Last,
                }),
                want.GetProperty("categories"));
            check.Json(
                $"{file.Name} same_text_in_two_categories",
                repeated.InTwoCategories.ToDictionary(pair => $"{pair.Key.A} + {pair.Key.B}", pair => pair.Value),
                want.GetProperty("same_text_in_two_categories"));
            check.Json($"{file.Name} repeats_inside_a_category", repeated.RepeatsInside,
                want.GetProperty("repeats_inside_a_category"));
            check.Json($"{file.Name} same_text_groups", repeated.SameText.Count, want.GetProperty("same_text_groups"));
            if (want.GetProperty("same_text_ids") is { ValueKind: JsonValueKind.Array } ids)
            {
                check.Json($"{file.Name} same_text_ids", repeated.SameText, ids);
            }
        }

        // The smaller file is the one to evaluate on.
        var bySize = read.Values.OrderBy(prompts => prompts.Count).ToArray();
        check.Json("overlap, exactly", Overlap(exactly: true), overlap.GetProperty("same_text"));
        check.Json("overlap, nearly", Overlap(exactly: false),
            overlap.GetProperty("same_but_for_case_spaces_and_final_full_stop"));
        check.Json(
            "pictures a prompt of T2I-CompBench", benchmark.PicturesPerPrompt, facts.GetProperty("pictures_a_prompt"));

        object Overlap(bool exactly) => FileFacts.Overlap(bySize[0], bySize[^1], exactly)
            .Select(prompt => new { validation_id = prompt.Id, training_ids = prompt.TrainingIds });
    }

    /// <summary>
    /// Entries with the numbers of the facts: texts of their own, but where the facts say that two are the same.
    /// </summary>
    private static List<(long Id, string Text, string Category)> Entries(JsonElement facts)
    {
        var entries = facts.GetProperty("categories").EnumerateObject().SelectMany(category => Ids(category.Value)
            .Select(id => (Id: id, Text: $"Prompt number {id}.", Category: category.Name))).ToList();
        if (facts.GetProperty("same_text_ids") is { ValueKind: JsonValueKind.Array } groups)
        {
            foreach (var group in groups.EnumerateArray()
                .Select(group => group.EnumerateArray().Select(id => id.GetInt64()).ToArray()))
            {
                SetText(entries, group, $"Prompt number {group[0]}.");
            }

            return entries;
        }

        foreach (var (category, repeats) in Counts(facts.GetProperty("repeats_inside_a_category")))
        {
            var ids = entries.Where(entry => entry.Category == category).Select(entry => entry.Id).ToArray();
            for (var i = 0; i < repeats; i++)
            {
                SetText(entries, [ids[^(i + 1)]], $"Prompt number {ids[i]}.");
            }
        }

        var used = 0;
        foreach (var (pair, shared) in Counts(facts.GetProperty("same_text_in_two_categories")))
        {
            var both = pair.Split(" + ").Select(
                name => entries.Where(entry => entry.Category == name).Select(entry => entry.Id).ToArray()).ToArray();
            for (var i = 0; i < shared; i++)
            {
                SetText(entries, [both[1][i]], $"Prompt number {both[0][used++]}.");
            }
        }

        return entries;
    }

    private static void SetText(List<(long Id, string Text, string Category)> entries, long[] ids, string text)
    {
        foreach (var id in ids)
        {
            var at = entries.FindIndex(entry => entry.Id == id);
            entries[at] = entries[at] with { Text = text };
        }
    }

    // A prompt of both files has one text; where they differ in form alone, the one to evaluate on shouts.
    private static string? Shared(JsonElement overlap, long id)
    {
        foreach (var pair in overlap.GetProperty("same_but_for_case_spaces_and_final_full_stop").EnumerateArray())
        {
            var validation = pair.GetProperty("validation_id").GetInt64();
            var isExact = overlap.GetProperty("same_text").EnumerateArray()
                .Any(same => same.GetProperty("validation_id").GetInt64() == validation);
            if (id == validation)
            {
                return isExact ? $"shared {validation}" : $"SHARED  {validation}. ";
            }

            if (pair.GetProperty("training_ids").EnumerateArray().Any(training => training.GetInt64() == id))
            {
                return $"shared {validation}";
            }
        }

        return null;
    }

    private static void WiseFile(JsonElement facts, FixtureCheck check, TemporaryFolder folder)
    {
        var groups = facts.GetProperty("subcategories").EnumerateArray().ToArray();
        var prompts = new Wise().Read(
            folder.Write("wise.json", JsonSerializer.Serialize(groups.SelectMany(group => Ids(group).Select(id => new
        {
            Prompt = $"prompt {id}", Explanation = "", Category = group.GetProperty("category").GetString(),
            Subcategory = group.GetProperty("subcategory").GetString(), prompt_id = id, Hint = "",
        })))));
        check.Json("wise prompts", PromptFacts.Of(prompts).Prompts, facts.GetProperty("prompts"));
        check.Json("wise distinct_prompts", PromptFacts.Of(prompts).Distinct, facts.GetProperty("distinct_prompts"));
        check.Json("wise ids", new[] { prompts.Min(prompt => prompt.Id), prompts.Max(prompt => prompt.Id) },
            facts.GetProperty("ids"));
        check.Json("pictures a prompt of WISE", new Wise().PicturesPerPrompt, facts.GetProperty("pictures_a_prompt"));

        // The six groups go by category, and by number where a file states none: both must agree.
        var byCategory = new Wise().Sum([.. prompts.Select(prompt => new MarkedPicture(prompt, null))]);
        var byNumber = new Wise()
            .Sum([.. prompts.Select(prompt => new MarkedPicture(prompt with { Category = "" }, null))]);
        Assert.Equal(byNumber.Groups, byCategory.Groups);
    }

    private static void GenEvalFile(JsonElement facts, FixtureCheck check, TemporaryFolder folder)
    {
        var tags = facts.GetProperty("tags").EnumerateObject().SelectMany(tag =>
            Enumerable.Repeat(tag.Name, tag.Value.GetProperty("prompts").GetInt32()));
        var prompts = new GenEval().Read(folder.Write("metadata.jsonl", string.Concat(
            tags.Select((tag, i) => JsonSerializer.Serialize(
                new { tag, include = Array.Empty<object>(), prompt = $"a photo of {i}" }) + "\n"))));
        var counted = PromptFacts.Of(prompts);
        check.Json("geneval prompts", counted.Prompts, facts.GetProperty("prompts"));
        check.Json("geneval distinct_prompts", counted.Distinct, facts.GetProperty("distinct_prompts"));
        check.Json(
            "geneval tags",
            FileFacts.Of(prompts).Categories.ToDictionary(
                tag => tag.Key, tag => new { prompts = tag.Value.Prompts, first_line = tag.Value.First }),
            facts.GetProperty("tags"));
        check.Json(
            "pictures a prompt of GenEval", new GenEval().PicturesPerPrompt, facts.GetProperty("pictures_a_prompt"));
    }

    private static IEnumerable<long> Ids(JsonElement range)
    {
        var first = range.GetProperty("first_id").GetInt64();
        return Enumerable.Range(0, range.GetProperty("prompts").GetInt32()).Select(i => first + i);
    }

    private static IEnumerable<(string Name, int Count)> Counts(JsonElement counts) =>
        counts.EnumerateObject().Select(count => (count.Name, count.Value.GetInt32()));
}
