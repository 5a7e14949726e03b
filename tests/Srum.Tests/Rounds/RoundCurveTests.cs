using Srum.Display;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Maps;
using Srum.Rounds;
using Srum.Runs;
using Srum.Training;

namespace Srum.Tests.Rounds;

/// <summary>What systems drew from round to round, in a result and as a chart.</summary>
public sealed class RoundCurveTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_round_of_a_system_that_draws_is_in_the_result()
    {
        using var model = new ToyModel();
        var recipes = RoundChild.Rounds(RoundChild.Recipe(model), 3);
        // Of two that share a judge one alone asks it about the whole picture.
        var whole = recipes[2].With("whole", new Bounded { Reward = RewardKind.Sample, Map = MapRule.Dense });
        var result = RoundChild.Run(folder, model, [.. recipes, whole], (_, _) => { });
        Assert.Equal(result.Rounds, ExperimentResult.Read(Path.Combine(folder, "result.json")).Rounds);
        RoundResult[] rounds = [.. result.Rounds!.Where(round => round.Group is null)];
        Assert.Equal(
            ["sft 1", "sft 2", "sft 3", "bounded 1", "bounded 2", "bounded 3", "whole 1", "whole 2", "whole 3"],
            rounds.Select(round => $"{round.System} {round.Round}"));
        Assert.All(rounds, round => Assert.Equal(3, round.Right.Count));
        Assert.All(rounds, round => Assert.Equal(round.System == "whole", round.Yes is not null));
        Assert.Contains("What bounded drew, round by round", File.ReadAllText(Path.Combine(folder, "report.html")));

        var second = RunFolder.Open(folder).Round("whole-0-round2");
        var judged = JudgeStage.Read(second);
        Assert.All(judged, record => Assert.NotNull(record.Sample));
        Assert.Equal(judged.Average(record => record.Sample?.Score > 0 ? 1.0 : 0), rounds[7].Yes!.Mean, 1e-9);
        Assert.Equal(
            judged.Average(record => second.Picture(record.PictureFile).Rgb.Average(value => value) > 127 ? 1.0 : 0),
            rounds[7].Right.Mean, 1e-9);
    }

    [Fact]
    public void A_prompt_counts_once_however_many_trainings_draw_it()
    {
        using var model = new ToyModel();
        var sft = RoundChild.Rounds(RoundChild.Recipe(model) with { Trainings = 2 }, 2)[1];
        var result = RoundChild.Run(folder, model, [sft], (_, _) => { });
        Assert.Equal([3, 3], result.Rounds!.Where(round => round.Group is null).Select(round => round.Right.Count));
    }

    [Fact]
    public void One_round_has_no_curve()
    {
        var result = RoundChild.Run(folder, "toy", (_, _) => { });
        Assert.Null(result.Rounds);
        Assert.Null(RoundCurve.Of(result, "published"));
    }

    [Fact]
    public void A_curve_shows_groups_and_what_no_round_asks_for_as_it_was_evaluated()
    {
        var result = RoundChild.Run(folder, "rounds", (_, _) => { });
        var chart = RoundCurve.Of(
            result with
            {
                Rounds =
                [
                    .. ((PromptGroup?[])[null, PromptGroup.Drawn, PromptGroup.Practised]).SelectMany((group, i) =>
                        Enumerable.Range(1, 3).Select(round =>
                            new RoundResult("bounded", round, Rate(0.2 + (0.1 * i)))
                            {
                                Group = group, Yes = Rate(0.1 * round),
                            })),
                ],
                Systems = [.. result.Systems.Select(system => system with
                {
                    ByGroup = new Dictionary<PromptGroup, GroupRate>
                    {
                        [PromptGroup.New] = new(system.Name == "base" ? 0.25 : 0.5, 0, 4, 2),
                    },
                })],
            },
            "bounded")!;
        Assert.Equal(
            ["drawn: right", "drawn: judge says yes", "practised: right", "practised: judge says yes",
                "new, as evaluated: right"],
            chart.Series.Select(series => series.Name));
        Assert.Equal([1, 2, 3], chart.Series[0].X);
        Assert.Equal([30, 30, 30], chart.Series[0].Y.Select(value => Math.Round(value, 9)));
        Assert.Equal([10, 20, 30], chart.Series[3].Y.Select(value => Math.Round(value, 9)));
        Assert.Equal([1, 4, 25, 50], chart.Series[4].X.Concat(chart.Series[4].Y));
        Assert.StartsWith("<", ((IView)chart).ToHtml(), StringComparison.Ordinal);

        static Estimate Rate(double mean) => new(mean, 0.01, 20);
    }
}
