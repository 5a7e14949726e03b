using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Audits;
using Srum.Cli.Parsing;
using Srum.Display;
using Srum.Endpoints;
using Srum.Evaluation;
using Srum.Files;
using Srum.Judging;
using Srum.Rollout;
using Srum.Rounds;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Cli.Commands;

/// <summary><c>srum audit judges</c>: holds two judges against each other on a run's pictures.</summary>
internal sealed class AuditJudgesCommand : Command<AuditJudgesCommand.Flags>
{
    internal sealed class Flags : OneRecipeFlags
    {
        [CommandArgument(0, "<FIRST>")]
        [Description("A judge: own, truth or endpoint:NAME")]
        public string First { get; init; } = "";

        [CommandArgument(1, "<SECOND>")]
        [Description("Another")]
        public string Second { get; init; } = "";

        [CommandOption("--judges <FILE>")]
        [Description("The file of endpoints; default: judges.json")]
        public string? Judges { get; init; }

        [CommandOption("--pictures <N>")]
        [Description("At most how many of the run's pictures, spread over the prompts; all are held in memory")]
        [DefaultValue(1000)]
        [InRange(2)]
        public int Pictures { get; init; } = 1000;

        [CommandOption("--out <FILE>")]
        [Description("Where to write the figures as JSON; default: nowhere")]
        public string? Out { get; init; }

        [CommandOption("--page <FILE>")]
        [Description("Where to write them as a page; default: nowhere")]
        public string? Page { get; init; }

        public override ValidationResult Validate() => JudgeFlag.FileFault(Judges, First, Second) is { } fault
            ? ValidationResult.Error(fault) : base.Validate();

        /// <summary>The recipe's judge, had it this one.</summary>
        public JudgeSettings JudgeOf(string who) => Shelf
            .Read(Named, new(), [.. JudgeFlag.Changes(who, Judges), .. Changes])[0].Judge;
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        OutputPath.CheckFiles((flags.Out, "--out"), (flags.Page, "--page"));
        if ((JudgeFlag.Fault(flags.First, flags.Set) ?? JudgeFlag.Fault(flags.Second, flags.Set)) is { } fault)
        {
            throw new UsageException(fault.Replace("--judge", "A judge"));
        }

        if (flags.First == flags.Second)
        {
            throw new UsageException("Name two different judges.");
        }

        flags.OneRecipe();
        (string Name, JudgeSettings Settings)[] judges =
            [(flags.First, flags.JudgeOf(flags.First)), (flags.Second, flags.JudgeOf(flags.Second))];
        var endpoints = new EndpointBook().With(judges.Select(judge => judge.Settings));
        var run = RunFolder.Existing(flags.Run);
        var drawn = Spread.Over(RolloutStage.Read(run), flags.Pictures);
        using var model = ShippedModel.Open(flags);
        var comparison = Compare(
            run, drawn, model.Settings.World,
            [.. judges.Select(judge => (judge.Name, Judges.Of(
                judge.Settings, model, JudgeQuestions.All, endpoints: endpoints)))],
            cancel);
        Console.WriteLine(JudgeComparisonPage.Agreement(comparison));
        Console.WriteLine(JudgeComparisonPage.Worth(comparison));
        Console.WriteLine(JudgeComparisonPage.Cost(comparison));
        OutputPath.WriteJson(flags.Out, comparison);
        if (flags.Page is not null)
        {
            var command = ShellWords.Join(["srum", .. context.Arguments]);
            AtomicFile.Write(flags.Page, JudgeComparisonPage.ToHtml(comparison, command));
        }

        return 0;
    }

    private static JudgeComparison Compare(
        RunFolder run, IReadOnlyList<RolloutRecord> drawn, World world, (string Name, IJudge Judge)[] judges,
        CancellationToken cancel)
    {
        using var progress = ConsoleProgress.Create();
        EvaluatedPicture[] pictures = [.. drawn.Select(record => new EvaluatedPicture(
            new EvaluationPrompt(record.PromptId, record.Prompt), run.Picture(record.PictureFile)))];
        var truths = new OracleEvaluator(world).Score(pictures, cancel);
        var audits = judges.Select(judge => Judged(judge.Name, judge.Judge)).ToArray();
        return JudgeComparison.Of(audits[0], audits[1]);

        (string, JudgeAudit, double) Judged(string who, IJudge judge)
        {
            var name = $"audit-{ContentKey.Of(judge.Decisive)[..12]}";
            var records = JudgeStage.Run(
                run, judge, drawn, run.JudgementCache, name: name, progress: progress, cancel: cancel);
            var audit = new JudgeAudit([.. pictures.Select((picture, i) =>
                new AuditedPicture(picture.Prompt, picture.Picture, records[i], truths[i]))]);
            return (who, audit, run.Work.GetValueOrDefault(name).Seconds);
        }
    }
}
