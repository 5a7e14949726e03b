using System.Text.Json;
using Srum.Evaluation;
using Srum.Training;

namespace Srum.Tests.Display;

/// <summary>An ablation that nobody ran, to show.</summary>
internal static class Ablations
{
    /// <param name="text">Stands wherever a text of the result can come from outside.</param>
    public static AblationResult Small(string text)
    {
        return new AblationResult
        {
            Arms =
            [
                new("sft", "none", new(1, 1, 1), 0),
                new("srum-signed", text, new(0.123, -0.875, 1), 0.5),
                new("srum", "regions and layout", new(0.4, 0, 0.975), 0.5),
                new("srum-matched", "regions and layout", new(1, 0, 2.4375), 0.5),
            ],
            Result = new RoundResult
            {
                Name = text, Command = text, Model = "00ff", Evaluator = "oracle", Proposer = "segments", Settings = JsonSerializer.SerializeToElement(new { }),
                Seconds = 12.5, StageSeconds = new Dictionary<string, double>(), DefaultSystem = "srum",
                Systems = [System("base", 0.5), System("sft", 0.45, 0, 1), System("srum-signed", 0.4375, 0, 1), System("srum", 0.525, 0, 1), System("srum-matched", 0.5625, 0, 1)],
                Comparisons =
                [
                    Pair("sft", "base", -0.05), Pair("srum-signed", "base", -0.0625), Pair("srum", "base", 0.025), Pair("srum-matched", "base", 0.0625),
                    Pair("srum-signed", "sft", -0.0125), Pair("srum", "sft", 0.075), Pair("srum-matched", "sft", 0.1125),
                ],
            },
        };
    }

    private static SystemResult System(string name, double mean, params long[] seeds) =>
        new(name, seeds, new(mean, 0.03, 240), seeds.Length == 0 ? [mean] : [mean - 0.01, mean + 0.01], new Dictionary<string, Estimate>());

    private static Comparison Pair(string a, string b, double difference) => new(a, b, difference, 0.0175, 0.0125, PairedBootstrap.Test);
}
