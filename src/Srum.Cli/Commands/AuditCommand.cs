using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Spectre.Console.Cli;
using Srum.Evaluation;
using Srum.Models;
using Srum.Rewards;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Cli.Commands;

/// <summary><c>srum audit</c>: holds a model's judgements of its own pictures against the truth.</summary>
internal sealed class AuditCommand : Command<AuditCommand.Flags>
{
    internal sealed class Flags : DrawFlags
    {
        [CommandOption("--on <FILE>")]
        [Description("Prompts of the shapes world to draw and judge; default: data/prompts/tune.json")]
        public string? On { get; init; }

        [CommandOption("--prompts <N>")]
        [Description("How many of them, spread over the file; default: all")]
        [InRange(2)]
        public int? Prompts { get; init; }

        [CommandOption("--pictures <N>")]
        [Description("Pictures of each prompt")]
        [DefaultValue(8)]
        [InRange(2, 1000)]
        public int Pictures { get; init; } = 8;

        [CommandOption("--drawn-by <FOLDER>")]
        [Description("Model folder that draws the pictures, so that several judges see the same ones; default: the judge itself")]
        public string? DrawnBy { get; init; }

        [CommandOption("--out <FILE>")]
        [Description("Where to write the figures as JSON; default: nowhere")]
        public string? Out { get; init; }
    }

    // Objects of each bias trial, rendered at every place or in every colour.
    private const int BiasBlocks = 100;

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        if (flags.Out is not null)
        {
            OutputPath.Check(flags.Out, "--out");
        }

        var set = PromptSet.Read(flags.On ?? ShippedModel.DataFolder("prompts", "tune.json"));
        var planned = new EvaluationSettings { Prompts = flags.Prompts ?? 0, Pictures = flags.Pictures }.Plan(set);
        using var model = ShippedModel.Open(flags);
        var settings = flags.Settings(model.Settings.Draw);
        Console.WriteLine($"Drawing and judging {planned.Length} pictures, then judging them for other prompts' words.");
        var drawn = Drawn();
        var judge = new Judge(
            model, new SegmentProposer(), new OwnJudgeSettings { Graded = GradedScore.Verdict }, JudgeQuestions.All);
        var audit = JudgeAudit.Run(judge, new OracleEvaluator(), drawn, cancel);
        var scores = JudgeScores.Of(audit, JudgeAudit.RunMismatched(judge, new OracleEvaluator(), drawn, cancel)) with
        {
            Weights = RuleBalance.Of(CheckedPicture.Of(audit.Pictures, model), new Weighted().Lambda, MapRule.All),
            ByPlace = GroupBias.Of(AuditTrials.ByPlace(BiasBlocks, seed: 0).Scores(judge, cancel)),
            ByColour = GroupBias.Of(AuditTrials.ByColour(BiasBlocks, seed: 0).Scores(judge, cancel)),
        };
        foreach (var (rule, area) in scores.Rewards)
        {
            Line($"mean weight of the {rule} map, AUC within prompts", area);
        }

        Line("  published, over all pairs", scores.RewardPooled);
        Line("  published, judged for another prompt's words", scores.OtherPrompt);
        Line("whole-picture score, AUC within prompts", scores.Whole);
        Line("  over all pairs", scores.WholePooled);
        Line("layout score, AUC", scores.Layout);
        Line("regions, AUC", scores.Regions);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"right {Rate(scores.Verdicts.AreRight)}; says yes {Rate(scores.Verdicts.SaysYes)}, to right ones {Rate(scores.Verdicts.YesToRight)}, to wrong ones {Rate(scores.Verdicts.YesToWrong)}; calibration error {scores.CalibrationError:0.000}; answered {100 * scores.Answered:0.00} %"));
        foreach (var balance in scores.Weights)
        {
            Console.WriteLine(balance);
        }

        Bias("place", scores.ByPlace);
        Bias("colour", scores.ByColour);
        if (flags.Out is not null)
        {
            AtomicFile.Write(flags.Out, JsonSerializer.Serialize(scores, RecordFormat.Indented) + "\n");
        }

        return 0;

        EvaluatedPicture[] Drawn()
        {
            using var other = flags.DrawnBy is null ? null : ShippedModel.Open(flags, ShippedModel.Folder(flags.DrawnBy));
            var drawings = (other ?? model).Draw([.. planned.Select(item => new DrawRequest(item.Prompt.Text, item.Seed))], settings, cancel);
            return [.. planned.Zip(drawings, (item, drawing) => new EvaluatedPicture(item.Prompt, drawing.Picture))];
        }

        static void Line(string name, Estimate? area) => Console.WriteLine(area is null
            ? $"{name}: not to be had, all right or all wrong"
            : string.Create(CultureInfo.InvariantCulture, $"{name}: {area.Mean:0.000} ± {area.StandardError:0.000} (n = {area.Count} prompts)"));

        static void Bias(string what, GroupBias bias)
        {
            KeyValuePair<string, Estimate>[] groups = [.. bias.Groups.OrderBy(group => group.Value.Mean)];
            Console.WriteLine($"reward of right rendered pictures by {what}: " + (groups is [var least, .., var most]
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{least.Value.Mean:0.000} ({least.Key}) to {most.Value.Mean:0.000} ({most.Key}), p = {bias.P:0.000} (n = {bias.Blocks} objects)")
                : "not to be had, no answers"));
        }

        static string Rate(Estimate rate) => string.Create(CultureInfo.InvariantCulture, $"{100 * rate.Mean:0.0} %");
    }
}
