using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Audits;
using Srum.Endpoints;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Rounds;
using Srum.Runs;
using Srum.Studies;
using Srum.Training;

namespace Srum.Cli.Commands;

/// <summary><c>srum audit</c>: holds judgements of a model's pictures, its own as a rule, against the truth.</summary>
internal sealed class AuditCommand : Command<AuditCommand.Flags>
{
    internal sealed class Flags : DrawFlags
    {
        [CommandOption("--prompt-set <SET>")]
        [Description(
            "Prompts of the shapes world to draw and judge: a set of data/prompts by its name, or a file; default: "
            + "tune")]
        public string? PromptSet { get; init; }

        [CommandOption("--prompts <N>")]
        [Description("How many of them, spread over the set; default: all")]
        [InRange(2)]
        public int? Prompts { get; init; }

        [CommandOption("--pictures <N>")]
        [Description("Pictures of each prompt")]
        [DefaultValue(8)]
        [InRange(2, 1000)]
        public int Pictures { get; init; } = 8;

        [CommandOption("--drawn-by <FOLDER>")]
        [Description("Model folder that draws the pictures, so that several judges see the same ones; default: the "
            + "judge itself")]
        public string? DrawnBy { get; init; }

        [CommandOption("--judge <WHO>")]
        [Description("Who judges: own (default), truth or endpoint:NAME, a name in judges.json; an endpoint judges "
            + "each picture twice, and about 800 rendered ones (975 in the wide world), each in up to three calls")]
        public string? Judge { get; init; }

        [CommandOption("--judges <FILE>")]
        [Description("The file of endpoints; default: judges.json")]
        public string? Judges { get; init; }

        [CommandOption("--out <FILE>")]
        [Description("Where to write the figures as JSON; default: nowhere")]
        public string? Out { get; init; }

        public override ValidationResult Validate() =>
            (JudgeFlag.Fault(Judge) ?? JudgeFlag.FileFault(Judges, Judge)) is { } fault
                ? ValidationResult.Error(fault) : base.Validate();

        /// <summary>The judge.</summary>
        public JudgeSettings Judging => JudgeFlag.EndpointOf(Judge) is { } name
            ? new EndpointJudgeSettings { Name = name, File = Judges ?? new EndpointJudgeSettings().File }
            : Judge == "truth" ? new TruthJudgeSettings()
            : new OwnJudgeSettings { Graded = GradedScore.Verdict };
    }

    // Objects of each bias trial, rendered at every place or in every colour.
    private const int BiasBlocks = 100;

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        OutputPath.CheckFiles((flags.Out, "--out"));
        var set = flags.SetOf(flags.PromptSet ?? "tune");
        var planned = new EvaluationSettings { Prompts = flags.Prompts ?? 0, Pictures = flags.Pictures }.Plan(set);
        var endpoints = new EndpointBook().With(flags.Judging);
        using var model = ShippedModel.Open(flags);
        using var other = flags.DrawnBy is null ? null : ShippedModel.Open(flags, ShippedModel.Folder(flags.DrawnBy));
        // Asked all that it is held against the truth for.
        var judge = Judges.Of(flags.Judging, model, JudgeQuestions.All, endpoints: endpoints);
        JudgeScores scores;
        using (var progress = ConsoleProgress.Create())
        {
            var painter = other ?? model;
            scores = Measure(
                painter, model, judge, flags.Settings(painter.Settings.Draw), planned, progress, cancel);
        }

        foreach (var line in AuditText.Lines(scores, planned.DistinctBy(picture => picture.Prompt.Id).Count()))
        {
            Console.WriteLine(line);
        }

        OutputPath.WriteJson(flags.Out, scores);
        return 0;
    }

    // Draws, judges, judges for other prompts' words, and tries what must not matter: each a stage that is told of.
    internal static JudgeScores Measure(
        IUnifiedModel painter, IUnifiedModel model, IJudge judge, DrawSettings settings,
        IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> planned,
        IProgress<StageProgress> progress, CancellationToken cancel)
    {
        var world = model.Settings.World;
        var places = AuditTrials.ByPlace(BiasBlocks, seed: 0, world);
        var colours = AuditTrials.ByColour(BiasBlocks, seed: 0, world);
        var oracle = new OracleEvaluator(world);
        var told = new PlannedProgress(
            progress,
            [
                new("draw", WorkKind.Draw, planned.Count), new("judge", WorkKind.Judge, planned.Count),
                new("judge for other words", WorkKind.Judge, planned.Count),
                new("judge by place", WorkKind.Judge, places.Count),
                new("judge by colour", WorkKind.Judge, colours.Count),
            ]);
        var drawings = painter.DrawAll(
            [.. planned.Select(item => new DrawRequest(item.Prompt.Text, item.Seed))], settings, told, cancel);
        EvaluatedPicture[] drawn =
            [.. planned.Zip(drawings, (item, drawing) => new EvaluatedPicture(item.Prompt, drawing.Picture))];
        var audit = JudgeAudit.Run(judge, oracle, drawn, told, "judge", cancel);
        var mismatched = JudgeAudit.RunMismatched(judge, oracle, drawn, told, "judge for other words", cancel);
        return JudgeScores.Of(audit, mismatched, world) with
        {
            Weights = RuleBalance.Of(CheckedPicture.Of(audit.Pictures, model), new Weighted().Lambda, MapRule.All),
            ByPlace = GroupBias.Of(places.Scores(judge, told, "judge by place", cancel)),
            ByColour = GroupBias.Of(colours.Scores(judge, told, "judge by colour", cancel)),
        };
    }
}
