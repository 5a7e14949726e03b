using Srum.Evaluation;
using Srum.Maps;
using Srum.Training;

namespace Srum.Tests.Display;

/// <summary>An experiment that nobody ran, to show.</summary>
internal static class Experiments
{
    /// <param name="text">Stands wherever a text of the result can come from outside.</param>
    public static ExperimentResult Small(string text)
    {
        var signed = new Weighted { Map = MapRule.Signed with { Name = text } };
        return new ExperimentResult
        {
            Name = text, Command = text, Model = "00ff", Evaluator = "oracle", Proposer = "segments", Recipes = [],
            Seconds = 12.5, StageSeconds = new Dictionary<string, double>(), DefaultSystem = "published-matched",
            Systems =
            [
                System("base", 0.5), System("sft", 0.45, new Supervised(), new(1, 1, 1)),
                System("signed", 0.4375, signed, new(0.123, -0.875, 1)),
                System("published", 0.525, new Weighted(), new(0.4, 0, 0.975)),
                System("published-matched", 0.5625, new Weighted { MeanWeight = 1 }, new(1, 0, 2.4375)),
            ],
            Comparisons =
            [
                Pair("sft", "base", -0.05), Pair("signed", "base", -0.0625), Pair("published", "base", 0.025),
                Pair("published-matched", "base", 0.0625), Pair("signed", "sft", -0.0125),
                    Pair("published", "sft", 0.075),
                Pair("published-matched", "sft", 0.1125),
            ],
        };
    }

    private static SystemResult System(
        string name, double mean, Objective? objective = null, WeightSpread? weights = null) =>
        new(name, objective is null ? [] : [0, 1], new(mean, 0.03, 240), objective is null ? [mean]
            : [mean - 0.01, mean + 0.01],
            new Dictionary<string, Estimate>())
        {
            Objective = objective, Weights = weights,
        };

    private static Comparison Pair(string a, string b, double difference) =>
        new(a, b, difference, 0.0175, 0.0125, PairedTest.Test);
}
