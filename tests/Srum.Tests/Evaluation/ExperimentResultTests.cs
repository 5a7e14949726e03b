using System.Text.Json;
using Srum.Evaluation;
using Srum.Maps;
using Srum.Training;

namespace Srum.Tests.Evaluation;

public sealed class ExperimentResultTests
{
    private static ExperimentResult Result => new()
    {
        Name = "first",
        Command = "srum run --name first",
        Model = "00ff",
        Evaluator = "oracle",
        Proposer = "segments",
        Recipes = [JsonSerializer.SerializeToElement(new { name = "published" })],
        Seconds = 12.5,
        StageSeconds = new Dictionary<string, double> { ["rollout"] = 7 },
        DefaultSystem = "published",
        Systems =
        [
            new SystemResult(
                "base", [], new Estimate(0.5, 0.02, 200), [0.5],
                new Dictionary<string, Estimate> { ["color"] = new(0.6, 0.1, 30) }),
            new SystemResult(
                "published", [1, 2], new Estimate(0.6, 0.03, 200), [0.58, 0.62], new Dictionary<string, Estimate>())
            {
                Objective = new Weighted { Map = MapRule.Signed with { Name = "mine" } }, Weights = new(0.5, 0, 1),
            },
            new SystemResult(
                "verdict", [1, 2], null, [], new Dictionary<string, Estimate>()) { Objective = new Bounded() },
        ],
        Judge = new JudgeResult(null, 0.9, 400, 3),
        Comparisons = [new Comparison("published", "base", 0.1, 0.02, 0.001, PairedTest.Test)],
    };

    [Fact]
    public void Its_file_has_the_fields_of_schema_2()
    {
        using var document = JsonDocument.Parse(Result.ToJson());
        var root = document.RootElement;
        string[] fields =
        [
            "schema", "name", "command", "commit", "model", "evaluator", "proposer", "recipes", "seconds",
                "stageSeconds",
            "defaultSystem", "systems", "judge", "comparisons",
        ];
        Assert.Equal(fields, root.EnumerateObject().Select(field => field.Name));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("commit").ValueKind);
        Assert.Equal(
            ["name", "trainingSeeds", "wholePrompt", "perSeed", "byCategory"], Names(root.GetProperty("systems")[0]));
        Assert.Equal(
            ["name", "trainingSeeds", "wholePrompt", "perSeed", "byCategory", "objective", "weights"],
            Names(root.GetProperty("systems")[1]));
        Assert.Equal(
            ["kind", "share", "reward", "map"], Names(root.GetProperty("systems")[2].GetProperty("objective")));
        Assert.Equal(["mean", "stderr", "n"], Names(root.GetProperty("systems")[0].GetProperty("wholePrompt")));
        Assert.Equal(["aucWithinPrompt", "aucPooled", "n", "unanswered"], Names(root.GetProperty("judge")));
        Assert.Equal(["a", "b", "difference", "stderr", "p", "test"], Names(root.GetProperty("comparisons")[0]));
    }

    [Fact]
    public void It_reads_back_to_the_same_text() =>
        Assert.Equal(Result.ToJson(), ExperimentResult.Parse(Result.ToJson(), "result.json").ToJson());

    [Theory]
    [InlineData("{", "It is no result of an experiment")]
    [InlineData("{\"schema\": 2}", "It is no result of an experiment")]
    [InlineData("{\"schema\": 1}", "result.json has schema 1, and this version reads schema 2")]
    [InlineData("null", "result.json has no schema")]
    [InlineData("{\"schema\": \"2\"}", "result.json has no schema")]
    public void Another_text_is_refused_by_name(string json, string message) =>
        Assert.Contains(
            message, Assert.Throws<SrumException>(() => ExperimentResult.Parse(json, "result.json")).Message);

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(field => field.Name);
}
