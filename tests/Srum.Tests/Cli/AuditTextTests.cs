using Srum.Audits;
using Srum.Cli;
using Srum.Cli.Commands;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Models;
using Srum.Rounds;
using Srum.Runs;

namespace Srum.Tests.Cli;

/// <summary>What an audit tells, while it goes and at its end.</summary>
public class AuditTextTests
{
    private static readonly string[] World =
        ["a red circle", "a blue square", "two green circles", "a red circle left of a blue square"];

    [Fact]
    public void Every_stage_is_told_of_from_its_start()
    {
        var told = new List<StageProgress>();
        Measured(World, told);
        Assert.Equal(
            ["draw", "judge", "judge for other words", "judge by place", "judge by colour"],
            told.Select(report => report.Stage).Distinct());
        Assert.Equal([1, 2, 3, 4, 5], told.Select(report => report.Place!.Number).Distinct());
        foreach (var stage in told.GroupBy(report => report.Stage))
        {
            Assert.Equal(0, stage.First().Done);
            Assert.Equal(stage.Last().Total, stage.Last().Done);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_less_than_two_prompts_that_can_be_scored_no_figure_is_shown(int known)
    {
        string[] prompts = [.. World.Take(known), "a photo of a dog", "a photo of a cat"];
        string[] lines = [.. AuditText.Lines(Measured(prompts, []), prompts.Length)];
        Assert.StartsWith($"{known} of {prompts.Length} prompts could be scored", lines[0]);
        Assert.DoesNotContain(AuditText.Errors, lines);
        foreach (var line in lines.Skip(1)
            .Where(line => !line.StartsWith("reward of right rendered", StringComparison.Ordinal)))
        {
            // But for how many questions were answered, which needs no truth.
            Assert.DoesNotMatch(@"\d\.\d", line.Split("; answered")[0].Split(", λ =")[0]);
        }
    }

    [Fact]
    public void Of_several_prompts_figures_have_an_interval_and_the_others_are_counted()
    {
        string[] prompts = [.. World, "a photo of a dog"];
        string[] lines = [.. AuditText.Lines(Measured(prompts, []), prompts.Length)];
        Assert.StartsWith("4 of 5 prompts could be scored", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("right ", StringComparison.Ordinal) && line.Contains('±'));
        Assert.DoesNotContain(lines, line => line.Contains("p = 0.000"));
        Assert.Equal(AuditText.Errors, lines[^1]);
    }

    [Fact]
    public void The_truth_as_judge_is_right_wherever_it_says_something()
    {
        var scores = Measured([.. World], [], "truth");
        Assert.Equal(1, scores.Answered);
        Assert.Equal(1, scores.WholePooled?.Mean ?? 1);
        Assert.Equal(scores.Verdicts.AreRight.Mean, scores.Verdicts.SaysYes.Mean);
    }

    private static JudgeScores Measured(string[] prompts, List<StageProgress> told, string judge = "own")
    {
        using var model = new ToyModel();
        (EvaluationPrompt, long)[] planned = [.. prompts.SelectMany(
            (text, i) => Enumerable.Range(0, 2).Select(k => (new EvaluationPrompt($"{i}", text), (long)k)))];
        var draw = new DrawSettings { Width = 32, Height = 32, BatchSize = 3 };
        var asked = Judges.Of(new AuditCommand.Flags { Judge = judge }.Judging, model, JudgeQuestions.All);
        return AuditCommand.Measure(
            model, model, asked, draw, planned, new Told(told.Add), TestContext.Current.CancellationToken);
    }

    private sealed class Told(Action<StageProgress> report) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => report(value);
    }
}
